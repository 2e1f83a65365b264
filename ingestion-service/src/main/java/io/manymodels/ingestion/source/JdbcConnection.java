package io.manymodels.ingestion.source;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A database that specs may name, as the deployment configures it: structured settings, never a URL, and only driver
 * properties that cannot load classes or touch files other than a root certificate.
 *
 * @param kind of the database; any but PostgreSQL needs its maker's driver in {@code manymodels.ingestion.drivers}
 * @param port 0 for the usual one
 * @param properties further properties of the driver, from {@link DatabaseKind#allowed}
 */
public record JdbcConnection(@DefaultValue("postgresql") DatabaseKind kind, @DefaultValue("localhost") String host,
        @DefaultValue("0") int port, String database, String username, @DefaultValue("") String password,
        @DefaultValue Map<String, String> properties) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.$-]+");

    public JdbcConnection {
        properties = canonical(kind, properties);
        port = port == 0 ? kind.port() : port;
        if (host.isBlank() || host.chars().anyMatch(c -> "/?&#:@; ".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.connections.*.host [%s] must be a host name or an address".formatted(host));
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.connections.*.port [%d] must be from 1 to 65535. Maybe %d".formatted(port,
                            kind.port()));
        }
        // It becomes part of an address, where more than a name would be properties.
        if (kind != DatabaseKind.POSTGRESQL && !NAME.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "manymodels.ingestion.connections.*.database [%s] must be letters, digits, and _ . $ -".formatted(
                            database));
        }
    }

    /** Environment variables know no small letters, so the case of a name does not matter. */
    private static Map<String, String> canonical(DatabaseKind kind, Map<String, String> properties) {
        Map<String, String> canonical = new TreeMap<>();
        properties.forEach((name, value) -> canonical.put(
                kind.allowed().stream().filter(allowed -> allowed.equalsIgnoreCase(name)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "manymodels.ingestion.connections.*.properties [%s] is not allowed. Maybe one of %s"
                                        .formatted(name, new TreeSet<>(kind.allowed())))),
                value));
        return Map.copyOf(canonical);
    }

    @Override
    public String toString() {
        return "JdbcConnection[%s %s:%d/%s as %s]".formatted(kind, host, port, database, username);
    }
}
