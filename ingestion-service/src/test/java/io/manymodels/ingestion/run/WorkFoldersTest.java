package io.manymodels.ingestion.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {

    @TempDir
    Path temporary;

    @Test
    void areForTheOwnerAloneAndNotToBeForeseen() throws Exception {
        Path root = temporary.resolve("work/ingestion");
        UUID run = UUID.randomUUID();
        WorkFolders folders = new WorkFolders(root);

        Path first = folders.create(run);
        Path other = folders.create(UUID.randomUUID());

        assertThat(first.getFileName().toString()).startsWith(run + "-").isNotEqualTo(run + "-0")
                .isNotEqualTo(run + "-1").hasSizeGreaterThan(run.toString().length() + 6);
        for (Path path : new Path[] {root, first, other}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
        }
    }

    @Test
    void shutsAFolderThatOthersCouldRead() throws Exception {
        Path root = Files.createDirectory(temporary.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        new WorkFolders(root).create(UUID.randomUUID());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root))).isEqualTo("rwx------");
    }

    @Test
    void refusesALinkThatSomebodyPutThere() throws Exception {
        Path root = Files.createSymbolicLink(temporary.resolve("link"),
                Files.createDirectory(temporary.resolve("elsewhere")));

        assertThatThrownBy(() -> new WorkFolders(root).create(UUID.randomUUID())).isInstanceOf(IOException.class)
                .hasMessageContaining("Maybe set manymodels.ingestion.work");
    }

    @Test
    void removeWhatAnEarlierTryLeft() throws Exception {
        WorkFolders folders = new WorkFolders(temporary.resolve("work"));
        UUID run = UUID.randomUUID();
        Path left = folders.create(run);
        Files.writeString(left.resolve("spill"), "rows");

        Path again = folders.create(run);

        assertThat(left).doesNotExist();
        assertThat(again).isEmptyDirectory();
    }
}
