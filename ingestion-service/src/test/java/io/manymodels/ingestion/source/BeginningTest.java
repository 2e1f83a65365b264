package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeginningTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static int wholeLines(String text) {
        return Beginning.wholeLines(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"`a,b\n1,2\n3,`|8", "`a,b\n1,2\n`|8", "`a,b`|3", "``|0",
            "`a\r\n1\r\n2`|6",
            // A line break in quotes ends no line.
            "`a\n1\n\"x\n`|4", "`a\n1\n2\n\"x\ny\"\nz`|12",
            // Quotes that do not come in pairs say nothing about where lines end.
            "`5\" pipe\n6\n7\n8\n9`|14"})
    void theLastLineThatIsSureToBeWhole(String text, int end) {
        assertThat(wholeLines(text)).isEqualTo(end);
    }

    @Property
    void aCutIsABeginningOfWholeLines(
            @ForAll @Size(min = 1, max = 20) List<@StringLength(max = 8) @CharRange(from = 'a', to = 'f') String> lines,
            @ForAll @IntRange(max = 200) int cut) {
        String text = String.join("\n", lines) + "\n";
        String head = text.substring(0, Math.min(cut, text.length()));

        String kept = head.substring(0, wholeLines(head));

        assertThat(text).startsWith(kept);
        if (head.contains("\n")) {
            assertThat(kept).endsWith("\n");
            assertThat(head.substring(kept.length())).doesNotContain("\n");
        }
    }

    @Test
    void filesThatFitAreReadAsTheyLie() throws Exception {
        Path one = file("one.csv", "a\n1\n");
        Path two = file("two.csv.gz", "a\n2\n");

        Beginning beginning = Beginning.of(List.of(one, two), folder, 1_000);

        assertThat(beginning.files()).containsExactly(one, two);
        assertThat(beginning.share()).isEqualTo(1);
    }

    @Test
    void theFileThatIsTooLargeIsCutAndThoseBehindItAreLeftOut() throws Exception {
        Path one = file("one.csv", "a\n1\n");
        Path two = file("two.csv", "a\n" + "2\n".repeat(98));
        Path three = file("three.csv", "a\n3\n");

        Beginning beginning = Beginning.of(List.of(one, two, three), folder, 13);

        assertThat(beginning.files()).hasSize(2).first().isEqualTo(one);
        assertThat(Files.readString(beginning.files().getLast())).isEqualTo("a\n2\n2\n2\n");
        assertThat(beginning.share()).isBetween(0.05, 0.07);
    }

    @Test
    void theShareOfAPackedFileIsOfItsPackedBytes() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            text.append(i * 7919L % 1_000_003).append('\n');
        }
        Path packed = file("rows.csv.gz", text.toString());

        double half = Beginning.of(List.of(packed), folder, text.length() / 2).share();

        assertThat(half).isBetween(0.4, 0.65);
        assertThat(Beginning.of(List.of(packed), folder, text.length()).share()).isEqualTo(1);
    }

    @Test
    void emptyFilesAreAllOfThemselves() throws Exception {
        Path empty = file("empty.csv", "");

        assertThat(Beginning.of(List.of(empty), folder, 100)).isEqualTo(new Beginning(List.of(empty), 1));
    }
}
