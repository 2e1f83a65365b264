package io.manymodels.ingestion.sandbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The current row of a query; columns count from 0. */
public interface SandboxRow {

    /** Makes something of a row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(SandboxRow row);
    }

    @Nullable
    Object value(int column);

    @Nullable
    String text(int column);

    @Nullable
    Long integerOrNull(int column);

    /** NaN for null. */
    double number(int column);

    /** False for null. */
    boolean flag(int column);

    /** 0 for null. */
    default long integer(int column) {
        Long value = integerOrNull(column);
        return value == null ? 0 : value;
    }

    default String requiredText(int column) {
        return Objects.requireNonNull(text(column), () -> "column " + column);
    }
}
