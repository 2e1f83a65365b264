package io.manymodels.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A verb is run against a platform that answers as it did when it was recorded. */
public abstract class VerbTest {

    /** The data folder, and a place for files. */
    @TempDir
    protected Path folder;

    protected RecordedPlatform platform;

    @BeforeEach
    final void startPlatform() throws IOException {
        platform = new RecordedPlatform(folder);
    }

    @AfterEach
    final void stopPlatform() {
        platform.close();
    }

    /** Lines of a text with their columns one blank apart, and without blank lines. */
    protected static List<String> lines(String text) {
        return text.lines().map(line -> line.strip().replaceAll(" +", " ")).filter(line -> !line.isEmpty()).toList();
    }
}
