package io.manymodels.ingestion.sandbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The current row of a query; columns count from 0. */
public final class SandboxRow {

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(SandboxRow row);
    }

    private final ResultSet rows;

    SandboxRow(ResultSet rows) {
        this.rows = rows;
    }

    public @Nullable Object value(int column) {
        try {
            return rows.getObject(column + 1);
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }

    public @Nullable String text(int column) {
        try {
            return rows.getString(column + 1);
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }

    public String requiredText(int column) {
        return Objects.requireNonNull(text(column), () -> "column " + column);
    }

    /** 0 for null. */
    public long integer(int column) {
        try {
            return rows.getLong(column + 1);
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }

    public @Nullable Long integerOrNull(int column) {
        try {
            long value = rows.getLong(column + 1);
            return rows.wasNull() ? null : value;
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }

    /** NaN for null. */
    public double number(int column) {
        try {
            double value = rows.getDouble(column + 1);
            return rows.wasNull() ? Double.NaN : value;
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }

    /** False for null. */
    public boolean flag(int column) {
        try {
            return rows.getBoolean(column + 1);
        } catch (SQLException e) {
            throw new SandboxException(e);
        }
    }
}
