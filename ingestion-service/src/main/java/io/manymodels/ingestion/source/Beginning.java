package io.manymodels.ingestion.source;

import com.google.common.io.CountingInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The whole lines at the beginning of text files.
 *
 * @param files small ones as they lie, and a copy of the beginning of one that is too large
 * @param share of all bytes that these are, 1 for all
 */
record Beginning(List<Path> files, double share) {

    private static final int BUFFER = 1 << 16;

    /** @param most bytes, unpacked, after which no further file is looked at */
    static Beginning of(List<Path> files, Path folder, long most) {
        try {
            List<Path> taken = new ArrayList<>();
            long all = 0;
            for (Path file : files) {
                all += Files.size(file);
            }
            double read = 0;
            long left = most;
            for (int i = 0; i < files.size() && left > 0; i++) {
                Cut cut = cut(files.get(i), folder, left);
                taken.add(cut.file());
                read += cut.packed();
                // What a cut leaves over is less than a line, and no beginning of the next file.
                left = cut.whole() ? left - cut.bytes() : 0;
            }
            return new Beginning(taken, all == 0 ? 1 : Math.min(1, read / all));
        } catch (IOException e) {
            throw new UncheckedIOException("The beginning of %s cannot be read".formatted(files), e);
        }
    }

    /** @param packed bytes of the file as it lies that {@code bytes} unpacked ones came from */
    private record Cut(Path file, boolean whole, long bytes, double packed) {}

    private static Cut cut(Path file, Path folder, long most) throws IOException {
        try (CountingInputStream counted = new CountingInputStream(
                new BufferedInputStream(Files.newInputStream(file), BUFFER));
                InputStream in = Utf8Files.unpacked(file, counted)) {
            byte[] head = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
            if (in.read() < 0) {
                return new Cut(file, true, head.length, Files.size(file));
            }
            int end = wholeLines(head);
            Path copy = Utf8Files.copy(file, folder);
            Files.write(copy, Arrays.copyOf(head, end));
            return new Cut(copy, false, end, (double) counted.getCount() * end / head.length);
        }
    }

    /** Where the last line ends that is sure to be whole: outside of quotes, where quotes come in pairs at all. */
    static int wholeLines(byte[] text) {
        int outside = 0;
        int last = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '"') {
                quoted = !quoted;
            } else if (text[i] == '\n') {
                last = i + 1;
                outside = quoted ? outside : last;
            }
        }
        int end = outside > text.length / 2 ? outside : last > 0 ? last : text.length;
        // A line end of two bytes ends with its second one.
        boolean wide = Utf8Files.wide(Arrays.copyOf(text, Math.min(text.length, BUFFER))) != null;
        return wide ? Math.min(text.length, end + end % 2) : end;
    }
}
