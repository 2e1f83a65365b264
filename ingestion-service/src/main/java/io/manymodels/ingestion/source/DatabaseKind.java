package io.manymodels.ingestion.source;

import java.util.Map;
import java.util.Set;

/**
 * A make of database: how its driver is told where it is, and what else the driver may be told. Properties that load
 * classes, run statements, or read and write files of this machine are in no list.
 */
public enum DatabaseKind {

    POSTGRESQL(5432, "", Set.of("sslmode", "sslrootcert", "currentSchema", "connectTimeout", "socketTimeout",
            "loginTimeout", "tcpKeepAlive", "ApplicationName", "targetServerType", "gssEncMode"), Map.of()),
    /**
     * Without a cursor the driver would hold the whole result. A TINYINT(1) is a number as others are, of which true and
     * false would leave two; instants come in UTC, because two of them have one local time when clocks are set back.
     */
    MYSQL(3306, "jdbc:mysql://%s:%d/%s",
            Set.of("sslMode", "connectTimeout", "socketTimeout", "characterEncoding", "tcpKeepAlive"),
            Map.of("useCursorFetch", "true", "allowLoadLocalInfile", "false", "autoDeserialize", "false",
                    "allowUrlInLocalInfile", "false", "allowMultiQueries", "false", "tinyInt1isBit", "false",
                    "yearIsDateType", "false", "zeroDateTimeBehavior", "CONVERT_TO_NULL", "connectionTimeZone", "UTC",
                    "forceConnectionTimeZoneToSession", "true")),
    /** The same. */
    MARIADB(3306, "jdbc:mariadb://%s:%d/%s", Set.of("sslMode", "connectTimeout", "socketTimeout", "tcpKeepAlive"),
            Map.of("allowLocalInfile", "false", "allowMultiQueries", "false", "tinyInt1isBit", "false",
                    "yearIsDateType", "false", "connectionTimeZone", "UTC", "forceConnectionTimeZoneToSession",
                    "true")), SQLSERVER(1433, "jdbc:sqlserver://%s:%d;databaseName=%s",
                            Set.of("encrypt", "trustServerCertificate", "hostNameInCertificate", "loginTimeout",
                                    "socketTimeout",
                                    "applicationName", "applicationIntent"),
                            Map.of("responseBuffering", "adaptive")),
    /** The database is the name of its service. */
    ORACLE(1521, "jdbc:oracle:thin:@//%s:%d/%s",
            Set.of("oracle.net.CONNECT_TIMEOUT", "oracle.jdbc.ReadTimeout", "oracle.net.ssl_server_dn_match"),
            Map.of()), H2(9092, "jdbc:h2:tcp://%s:%d/%s", Set.of(), Map.of("IFEXISTS", "TRUE"));

    private final int port;
    private final String url;
    @SuppressWarnings("ImmutableEnumChecker") // Set.of and Map.of make no others.
    private final Set<String> allowed;
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> fixed;

    DatabaseKind(int port, String url, Set<String> allowed, Map<String, String> fixed) {
        this.port = port;
        this.url = url;
        this.allowed = allowed;
        this.fixed = fixed;
    }

    int port() {
        return port;
    }

    /** Properties that a deployment may set. */
    Set<String> allowed() {
        return allowed;
    }

    /** Properties that no deployment can change. */
    Map<String, String> fixed() {
        return fixed;
    }

    String url(String host, int at, String database) {
        return url.formatted(host, at, database);
    }
}
