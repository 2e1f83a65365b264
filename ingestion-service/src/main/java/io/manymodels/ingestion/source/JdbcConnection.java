package io.manymodels.ingestion.source;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A PostgreSQL database that specs may name, as the deployment configures it: structured settings, never a URL, and only
 * driver properties that cannot load classes or touch files other than a root certificate.
 *
 * @param properties further properties of the driver, from {@link #ALLOWED}
 */
public record JdbcConnection(@DefaultValue("localhost") String host, @DefaultValue("5432") int port, String database,
        String username, @DefaultValue("") String password, @DefaultValue Map<String, String> properties) {

    static final Set<String> ALLOWED = Set.of("sslmode", "sslrootcert", "currentSchema", "connectTimeout",
            "socketTimeout", "loginTimeout", "tcpKeepAlive", "ApplicationName", "targetServerType", "gssEncMode");

    public JdbcConnection {
        properties = canonical(properties);
        if (host.isBlank() || host.chars().anyMatch(c -> "/?&#:@ ".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.connections.*.host [%s] must be a host name or an address".formatted(host));
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.connections.*.port [%d] must be from 1 to 65535. Maybe 5432".formatted(port));
        }
    }

    /** Environment variables know no small letters, so the case of a name does not matter. */
    private static Map<String, String> canonical(Map<String, String> properties) {
        Map<String, String> canonical = new TreeMap<>();
        properties.forEach((name, value) -> canonical.put(
                ALLOWED.stream().filter(allowed -> allowed.equalsIgnoreCase(name)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "manymodels.ingestion.connections.*.properties [%s] is not allowed. Maybe one of %s"
                                        .formatted(name, new TreeSet<>(ALLOWED)))),
                value));
        return Map.copyOf(canonical);
    }

    @Override
    public String toString() {
        return "JdbcConnection[%s:%d/%s as %s]".formatted(host, port, database, username);
    }
}
