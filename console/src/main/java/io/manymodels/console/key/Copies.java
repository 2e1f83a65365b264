package io.manymodels.console.key;

import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The same question as a command that somebody may copy.
 *
 * @param sql for psql
 * @param curl for the REST of scoring; the key stands in a variable of the shell
 */
record Copies(String sql, String curl) {

    static Copies of(Platform platform, String family, KeyName key) {
        String where = key.values().properties().stream().map(column -> "\"%s\" = %s".formatted(
                column.getKey().replace("\"", "\"\""),
                column.getValue().isString()
                        ? "'" + column.getValue().asString("").replace("'", "''") + "'"
                        : column.getValue().asString("")))
                .collect(Collectors.joining(" AND "));
        return new Copies(
                "SELECT * FROM reporting.%s_predictions WHERE %s;"
                        .formatted(family.replace('-', '_').toLowerCase(Locale.ROOT), where),
                "curl -H \"Authorization: Bearer $MANYMODELS_API_KEY\" '%s/api/v1/families/%s/predictions?%s'"
                        .formatted(platform.url(Service.SCORING), Platform.encoded(family),
                                key.query().replace("'", "%27")));
    }
}
