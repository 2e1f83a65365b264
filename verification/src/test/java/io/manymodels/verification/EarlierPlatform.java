package io.manymodels.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One platform for all tests that break nothing for good: this build on a data folder made by commit 39ca933, whose
 * families are shop, trees, mood and rents. Started by the first class, ended after the last: starting takes a minute.
 */
final class EarlierPlatform implements BeforeAllCallback {

    private static Path folder;
    private static CommandLine manymodels;
    private static Deployment deployment;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(Running.class,
                _ -> new Running(), Running.class);
    }

    /** Ended by JUnit when all classes are through. */
    static final class Running implements AutoCloseable {

        Running() {
            try {
                start();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("The platform did not start", e);
            }
        }

        @Override
        public void close() throws Exception {
            manymodels.end();
        }
    }

    private static void start() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("earlier");
        manymodels = new CommandLine(folder);
        DataFolderArchive.unpack("/data-folder-39ca933.tar.xz", folder);
        manymodels.succeed("up", "--landing", landing().toString(), "--detach");
        deployment = new Deployment(manymodels.environment("--role", "owner"));
    }

    /** What the archive holds, and whatever a test leaves there. */
    static Path folder() {
        return folder;
    }

    static Path landing() {
        return folder.resolve("landing");
    }

    static CommandLine manymodels() {
        return manymodels;
    }

    static Deployment deployment() {
        return deployment;
    }
}
