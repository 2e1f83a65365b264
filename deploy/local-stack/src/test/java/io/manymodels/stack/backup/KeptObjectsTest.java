package io.manymodels.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptObjectsTest {

    @TempDir
    Path root;

    private KeptObjects kept;

    @BeforeEach
    void store() throws IOException {
        kept = new KeptObjects(root);
        put("first");
    }

    private void put(String text) throws IOException {
        Path object = root.resolve("lake/shop/part");
        Files.createDirectories(object.getParent());
        // As the storage does it: never in place.
        Files.move(Files.writeString(root.resolve("draft"), text), object,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsRemovedDuringABackupIsKeptAsItWasFirst() throws Exception {
        kept.begin();

        kept.keep("lake", "shop/part");
        put("second");
        kept.keep("lake", "shop/part");
        Files.delete(root.resolve("lake/shop/part"));

        assertThat(kept.folder().resolve("lake/shop/part")).hasContent("first");
    }

    @Test
    void whatIsRemovedAtAnyOtherTimeIsNot() throws Exception {
        kept.keep("lake", "shop/part");
        kept.begin();
        kept.keep("lake", "shop/none");
        kept.keep("lake", "../../etc/passwd");
        assertThat(kept.folder()).isEmptyDirectory();
        kept.keep("lake", "shop/part");

        kept.end();

        assertThat(root).isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
        assertThat(root.resolve("lake/shop/part")).hasContent("first");
        kept.end();
        kept.begin();
        assertThat(kept.folder()).isEmptyDirectory();
    }
}
