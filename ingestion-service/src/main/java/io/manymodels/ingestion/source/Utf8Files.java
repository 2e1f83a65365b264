package io.manymodels.ingestion.source;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Text files in UTF-8, whatever they were: UTF-16 is known by its mark or its zeros, and what is not UTF-8 is Windows-1252,
 * of which Latin-1 is a part. Others are written anew into the work folder.
 */
final class Utf8Files {

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final int BUFFER = 1 << 16;
    /** Ends the name of the copy of a packed file. */
    static final String UNPACKED = ".csv";
    private static final Charset LATIN = Charset.forName("windows-1252");

    private Utf8Files() {}

    /** Looks at the beginning of each file. */
    static List<Path> sampled(List<Path> files, Path folder) {
        return files.stream().map(file -> inUtf8(file, folder, SAMPLE_BYTES)).toList();
    }

    /** Looks at all of each file. */
    static List<Path> whole(List<Path> files, Path folder) {
        return files.stream().map(file -> inUtf8(file, folder, Long.MAX_VALUE)).toList();
    }

    private static Path inUtf8(Path file, Path folder, long bytes) {
        try {
            Charset charset = charset(file, bytes);
            return charset.equals(StandardCharsets.UTF_8) ? file : rewritten(file, folder, charset);
        } catch (IOException e) {
            // DuckDB meets the same damage, and says what it is.
            return file;
        }
    }

    private static InputStream open(Path file) throws IOException {
        return unpacked(file, new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    /** What a file of that name holds. */
    static InputStream unpacked(Path file, InputStream in) throws IOException {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz")
                ? new GZIPInputStream(in, BUFFER)
                : in;
    }

    private static Charset charset(Path file, long most) throws IOException {
        try (InputStream in = open(file)) {
            byte[] head = in.readNBytes(BUFFER);
            Charset wide = wide(head);
            return wide != null ? wide : isUtf8(head, in, most) ? StandardCharsets.UTF_8 : LATIN;
        }
    }

    /** The encoding of two bytes a character that a text has; null for others. */
    static @Nullable Charset wide(byte[] head) {
        if (head.length >= 2 && (head[0] & 0xFF) == 0xFF && (head[1] & 0xFF) == 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        if (head.length >= 2 && (head[0] & 0xFF) == 0xFE && (head[1] & 0xFF) == 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        int even = 0;
        int odd = 0;
        for (int i = 0; i + 1 < head.length; i += 2) {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }
        // In a text of Western letters every second byte is zero.
        return odd > head.length / 4
                ? StandardCharsets.UTF_16LE
                : even > head.length / 4 ? StandardCharsets.UTF_16BE : null;
    }

    private static boolean isUtf8(byte[] head, InputStream rest, long most) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(BUFFER + 16);
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER + 16);
        byte[] read = head;
        for (long done = 0; read.length > 0 && done < most; done += BUFFER) {
            bytes.put(read).flip();
            if (decoder.decode(bytes, chars, false).isError()) {
                return false;
            }
            // What is left is the beginning of a character that the next bytes end.
            bytes.compact();
            chars.clear();
            read = rest.readNBytes(BUFFER);
        }
        return read.length > 0 || bytes.position() == 0;
    }

    /** Below it lie copies, each under the path of what it is a copy of. */
    static Path copies(Path folder) {
        return folder.resolve("copies");
    }

    /** Where an unpacked copy of a file goes. */
    static Path copy(Path file, Path folder) throws IOException {
        Path path = file.toAbsolutePath();
        Path copy = copies(folder).resolve(path.getRoot().relativize(path));
        // It is packed no more, and its name would say so.
        boolean packed = copy.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        Files.createDirectories(copy.getParent());
        return packed ? copy.resolveSibling(copy.getFileName() + UNPACKED) : copy;
    }

    private static Path rewritten(Path file, Path folder, Charset charset) {
        try {
            Path copy = copy(file, folder);
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(file), charset));
                    Writer writer = Files.newBufferedWriter(copy)) {
                reader.mark(1);
                if (reader.read() != '\uFEFF') {
                    reader.reset();
                }
                reader.transferTo(writer);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("File [%s] cannot be rewritten in UTF-8".formatted(file), e);
        }
    }
}
