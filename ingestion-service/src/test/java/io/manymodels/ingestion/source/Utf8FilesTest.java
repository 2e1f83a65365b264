package io.manymodels.ingestion.source;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8FilesTest {

    /** What is looked at before an ingestion begins. */
    private static final int SAMPLED = 1 << 20;
    private static final Charset LATIN = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path whole(Path file) {
        return Utf8Files.whole(List.of(file), folder).getFirst();
    }

    private Path sampled(Path file) {
        return Utf8Files.sampled(List.of(file), folder).getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "windows-1252"})
    void whatIsNotUtf8IsWrittenAnew(String encoding) throws Exception {
        String text = "k,größe\nKöln,1\n".repeat(20);
        for (Path file : List.of(file("rows.csv", text.getBytes(Charset.forName(encoding))),
                file("rows.csv.gz", gzip(text.getBytes(Charset.forName(encoding)))))) {
            Path readable = whole(file);

            assertThat(readable).isNotEqualTo(file).startsWith(Utf8Files.copies(folder));
            assertThat(Files.readString(readable)).isEqualTo(text);
        }
    }

    @Test
    void utf8StaysWhereItIs() throws Exception {
        for (String text : List.of("", "k\n", "größe\n1\n", "\uFEFFk\n1\n", "\uD83D\uDE00\n")) {
            Path file = file("rows.csv", text.getBytes(UTF_8));

            assertThat(whole(file)).as(text).isEqualTo(file);
        }
    }

    @Test
    void aCharacterThatABufferCutsInTwoIsOneCharacter() throws Exception {
        // Four bytes each, and one before them: buffers of 65,536 bytes end within a character.
        for (int shift = 0; shift < 4; shift++) {
            Path file = file("rows.csv", ("a".repeat(shift) + "\uD83D\uDE00".repeat(40_000)).getBytes(UTF_8));

            assertThat(whole(file)).as("shifted by %d", shift).isEqualTo(file);
        }
    }

    @Test
    void aCharacterThatTheEndOfTheFileCutsIsNone() throws Exception {
        byte[] text = "k\nKö".getBytes(UTF_8);
        Path file = file("rows.csv", java.util.Arrays.copyOf(text, text.length - 1));

        assertThat(Files.readString(whole(file))).isEqualTo("k\nK\u00C3");
    }

    @Test
    void theBeginningTellsUnlessTheWholeIsAsked() throws Exception {
        byte[] text = ("k\n" + "a\n".repeat(SAMPLED)).getBytes(UTF_8);
        text[text.length - 2] = (byte) 0xFC;
        Path file = file("rows.csv", text);

        assertThat(sampled(file)).isEqualTo(file);
        assertThat(whole(file)).isNotEqualTo(file);
        assertThat(Files.readString(whole(file))).endsWith("a\nü\n");
    }

    @Test
    void aDamagedFileIsLeftToTheReaderThatSaysWhatIsWrong() throws Exception {
        Path damaged = file("rows.csv.gz", "no gzip".getBytes(UTF_8));

        assertThat(whole(damaged)).isEqualTo(damaged);
    }

    @Test
    void aMarkIsNoPartOfTheText() throws Exception {
        Path file = file("rows.csv", "\uFEFFk\n1\n".getBytes(UTF_16LE));

        assertThat(Files.readString(whole(file))).isEqualTo("k\n1\n");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {"k;y,UTF-16LE,UTF-16LE", "k;y,UTF-16BE,UTF-16BE", "k;y,UTF-8,none",
            "k;y,windows-1252,none", "'',UTF-8,none", "k,UTF-8,none"})
    void twoBytesACharacterAreToldByTheirZeros(String text, String encoding, @Nullable String wide) {
        Charset charset = Utf8Files.wide(text.getBytes(Charset.forName(encoding)));

        assertThat(charset == null ? null : charset.name()).isEqualTo(wide);
    }

    @Test
    void aMarkTellsWhereThereAreNoZeros() {
        assertThat(Utf8Files.wide("\uFEFF日本".getBytes(UTF_16LE))).isEqualTo(UTF_16LE);
        assertThat(Utf8Files.wide("\uFEFF日本".getBytes(UTF_16BE))).isEqualTo(UTF_16BE);
        assertThat(Utf8Files.wide("日本".getBytes(LATIN))).isNull();
    }
}
