package io.manymodels.ingestion.sandbox;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** A sandbox without inputs, open as long as the tests of the class that registers this run. */
public final class EmptySandbox implements BeforeAllCallback, AfterAllCallback {

    private @Nullable Path folder;
    private @Nullable Sandbox sandbox;

    public Sandbox sandbox() {
        return requireNonNull(sandbox, "no test runs");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        Path own = Files.createTempDirectory("sandbox").toRealPath();
        folder = own;
        sandbox = Sandbox.open(own, List.of(), new SandboxLimits("200MB", 1, 100_000_000));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        sandbox().close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
