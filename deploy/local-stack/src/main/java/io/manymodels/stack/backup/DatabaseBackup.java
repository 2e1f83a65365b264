package io.manymodels.stack.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * A base backup of a server that runs, as PostgreSQL's manual has it ("Making a base backup using the low level API"): its
 * files are copied while it writes them, and what it wrote meanwhile is in its log, which comes along. The embedded server
 * brings neither pg_basebackup nor pg_dump.
 */
final class DatabaseBackup implements AutoCloseable {

    /** Folder of the log. */
    static final String LOG = "pg_wal";
    /** Where the server finds the beginning of the log; copied after all others. */
    static final String CONTROL = "global/pg_control";

    /** What a server finds missing when it starts on a backup, or would take for its own. */
    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts", "epg-lock",
            "backup_label", "tablespace_map", "pg_internal.init");
    /** Folders whose contents do not outlive the server. */
    private static final Set<String> EMPTY = Set.of("pg_dynshmem", "pg_notify", "pg_replslot", "pg_serial",
            "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final String SLOT = "manymodels_backup";

    private final Connection connection;
    private final Statement statement;
    private String firstLog = "";

    private DatabaseBackup(Connection connection, Statement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** What of the log belongs to the backup, and what tells the server where to begin in it. */
    record Ended(String label, String firstLog, String lastLog, Instant asOf) {

        boolean needs(String log) {
            return log.matches("[0-9A-F]{24}") && log.compareTo(firstLog) >= 0 && log.compareTo(lastLog) <= 0;
        }
    }

    /** From here on the server's files may be copied. It ends with the connection, whatever becomes of this process. */
    static DatabaseBackup begin(String url, String user, String password) throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        try {
            var backup = new DatabaseBackup(connection, connection.createStatement());
            // Keeps the server from reusing the log before it is copied.
            backup.statement.execute("SELECT pg_create_physical_replication_slot('" + SLOT + "', true, true)");
            backup.firstLog = backup.one("SELECT pg_walfile_name(pg_backup_start('many-models', true))");
            return backup;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** To be called when all files but the log are copied. */
    Ended end() throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT labelfile, pg_walfile_name(lsn) FROM pg_backup_stop(wait_for_archive => false)")) {
            row.next();
            // Later than the last commit in that log: the server has gone on to the next one.
            return new Ended(row.getString(1), firstLog, row.getString(2), Instant.now());
        }
    }

    private String one(String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** @param inData path of a file or folder within the server's data folder */
    static boolean belongs(Path inData) {
        String name = inData.getFileName().toString();
        return !OF_THE_PROCESS.contains(name) && !name.startsWith("pgsql_tmp")
                && (inData.getNameCount() == 1 || !EMPTY.contains(inData.getName(0).toString()));
    }

    /** Read while the server may write it, so it is read until it stands still. */
    static byte[] control(Path data) throws IOException {
        Path file = data.resolve(CONTROL);
        byte[] last;
        byte[] read = Files.readAllBytes(file);
        do {
            last = read;
            read = Files.readAllBytes(file);
        } while (!Arrays.equals(read, last));
        return read;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
