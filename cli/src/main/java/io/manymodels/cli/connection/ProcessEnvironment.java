package io.manymodels.cli.connection;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Variables of the shell that called. */
public final class ProcessEnvironment {

    private static final Map<String, String> VARIABLES = new ProcessBuilder().environment();

    private ProcessEnvironment() {}

    /** The variable's value; null when it is unset or empty. */
    public static @Nullable String get(String name) {
        String value = VARIABLES.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
