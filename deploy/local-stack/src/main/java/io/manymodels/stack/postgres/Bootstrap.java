package io.manymodels.stack.postgres;

import io.manymodels.stack.credential.Credentials;
import io.manymodels.stack.process.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** The scripts of {@code deploy/postgres}, and whether a database has had them. */
public final class Bootstrap {

    private static final List<String> SCRIPTS = List.of("roles.sql", "schemas.sql");

    private Bootstrap() {}

    /** The text of a script, from our own jar. */
    static String script(String name) throws IOException {
        try (InputStream in = Bootstrap.class.getResourceAsStream("/postgres/" + name)) {
            if (in == null) {
                throw new IOException("The script (postgres/" + name + ") is not in the local stack's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Leaves in the database which scripts it had last. */
    static void record(Connection connection) throws IOException, SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE " + PostgresServer.DATABASE + " SET manymodels.bootstrap = '" + digest()
                    + "'");
        }
    }

    /**
     * Ready when the server answers and its database has had the scripts of this build, so that a service that starts
     * meets the roles and grants it needs.
     */
    public static Readiness readiness(int port, Credentials credentials) throws IOException {
        String expected = digest();
        var properties = new Properties();
        properties.put("user", Credentials.SUPERUSER);
        properties.put("password", credentials.databasePassword(Credentials.SUPERUSER));
        properties.put("connectTimeout", "2");
        properties.put("socketTimeout", "5");
        properties.put("ApplicationName", "stack-readiness");
        return () -> {
            try (var connection = DriverManager.getConnection(PostgresServer.url(port, PostgresServer.DATABASE),
                    properties);
                    var statement = connection.createStatement();
                    var found = statement.executeQuery("SELECT current_setting('manymodels.bootstrap', true)")) {
                return found.next() && expected.equals(found.getString(1));
            } catch (SQLException e) {
                return false;
            }
        };
    }

    private static String digest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String script : SCRIPTS) {
                digest.update(script(script).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
