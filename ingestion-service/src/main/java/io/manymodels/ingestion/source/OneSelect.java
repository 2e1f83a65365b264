package io.manymodels.ingestion.source;

import io.manymodels.problem.ManyModelsException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.core.SqlCommandType;

/**
 * Lets exactly one SELECT through: a driver would run a second statement too, and that could end the read-only transaction.
 * PostgreSQL's is read by its own driver's parser; of other databases, whose quotes and comments differ, anything that might
 * be more than a SELECT is refused. The account's rights are what protects a database; this is for those that have too many.
 *
 * <p>Errors: INVALID {@code query-refused}.
 */
final class OneSelect {

    private static final Pattern TEXT = Pattern.compile("'(?:[^'\\\\]|'')*'");
    private static final Pattern OTHER = Pattern.compile(
            "\\b(insert|update|delete|merge|replace\\s+into|into|call|exec|execute|drop|alter|create|truncate|grant|revoke|set|begin|declare|handler|load)\\b|;|/\\*|--|#|\\\\",
            Pattern.CASE_INSENSITIVE);

    private OneSelect() {}

    static String of(DatabaseKind kind, String query) {
        return switch (kind) {
            case POSTGRESQL -> parsed(query);
            case MYSQL, MARIADB, SQLSERVER, ORACLE, H2 -> plain(query);
        };
    }

    private static String parsed(String query) {
        try {
            List<NativeQuery> statements = Parser.parseJdbcSql(query, true, false, true, false, false);
            if (statements.size() == 1) {
                SqlCommandType type = statements.getFirst().getCommand().getType();
                if (type == SqlCommandType.SELECT || type == SqlCommandType.WITH) {
                    return statements.getFirst().nativeSql;
                }
            }
        } catch (SQLException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "query-refused",
                    "source.jdbc.query: the SQL cannot be parsed: %s".formatted(e.getMessage()), e);
        }
        throw notOne(query);
    }

    private static String plain(String query) {
        String select = query.strip();
        String lower = select.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("select") && !lower.startsWith("with")) {
            throw notOne(query);
        }
        Matcher other = OTHER.matcher(TEXT.matcher(select).replaceAll("''"));
        if (other.find()) {
            throw ManyModelsException.invalid("query-refused",
                    "source.jdbc.query: [%s] may be more than a SELECT. Maybe leave out comments and the semicolon, or name a view that does it"
                            .formatted(other.group()));
        }
        return select;
    }

    private static ManyModelsException notOne(String query) {
        return ManyModelsException.invalid("query-refused",
                "source.jdbc.query: [%s] is not one SELECT. Maybe SELECT * FROM sales".formatted(
                        query.length() > 100 ? query.substring(0, 100) + "..." : query));
    }
}
