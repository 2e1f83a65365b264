package io.manymodels.sql;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;

/** Why PostgreSQL refused something, by its SQLSTATE. */
public final class SqlState {

    /** Character not in repertoire, untranslatable character. */
    private static final Set<String> CHARACTERS = Set.of("22021", "22P05");

    private SqlState() {}

    /** Whether a text was refused because it holds a character that cannot be stored, such as NUL. */
    public static boolean isOfCharacter(Exception problem) {
        return NestedExceptionUtils.getMostSpecificCause(problem) instanceof SQLException refusal
                && refusal.getSQLState() != null && CHARACTERS.contains(refusal.getSQLState());
    }
}
