package io.manymodels.promotion.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackFileTest {

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Artefact candidate(long version, String header, int length) {
        return new Artefact(version, "from", 0, 1, header, 0, length, "b");
    }

    @Test
    void aHeaderThatManyShareIsThereOnce() throws Exception {
        Path file = folder.resolve("pack");
        try (var pack = new PackFile(file, "to")) {
            pack.addHeader("one", bytes("HEAD"));
            pack.addBody(candidate(7, "one", 3), bytes("..abc.."), 2);
            pack.addHeader("two", bytes("HEAD2"));
            pack.addBody(candidate(8, "two", 2), bytes("de"), 0);
            pack.addBody(candidate(9, "one", 1), bytes("f"), 0);

            assertThat(pack.hasHeader("one")).isTrue();
            assertThat(pack.hasHeader("three")).isFalse();
            assertThat(pack.placements()).containsExactly(new Placement(7, "to", 0, 4), new Placement(8, "to", 7, 12),
                    new Placement(9, "to", 0, 14));
        }
        assertThat(Files.readString(file)).isEqualTo("HEADabcHEAD2def");
    }

    @Test
    void aBodyWithoutItsHeaderIsAMistakeOfOurs() throws Exception {
        try (var pack = new PackFile(folder.resolve("pack"), "to")) {
            assertThatThrownBy(() -> pack.addBody(candidate(7, "one", 1), bytes("a"), 0))
                    .isInstanceOf(NullPointerException.class);
            assertThat(pack.placements()).isEmpty();
        }
    }
}
