package io.manymodels.stack.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies files for their owner alone, and says what their bytes were. */
final class CheckedCopy {

    private static final int BUFFER = 1 << 20;
    private static final FileAttribute<Set<PosixFilePermission>> FILES = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDERS = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private CheckedCopy() {}

    /** Creates a folder, and those above it that are missing. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDERS);
    }

    /**
     * Copies a file, with its time and what the storage has written beside it, and answers the SHA-256 of what was copied.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such file, or no longer; nothing was copied then
     */
    static String copy(Path from, Path to, Progress progress) throws IOException {
        MessageDigest digest = newDigest();
        FileTime time = Files.getLastModifiedTime(from);
        Map<String, ByteBuffer> attributes = attributes(from);
        try (InputStream in = Files.newInputStream(from)) {
            Path parent = to.getParent();
            if (parent != null) {
                createFolder(parent);
            }
            Files.createFile(to, FILES);
            try (OutputStream out = Files.newOutputStream(to)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                    progress.copied(read);
                }
            }
        }
        var view = view(to);
        if (view != null) {
            for (var attribute : attributes.entrySet()) {
                view.write(attribute.getKey(), attribute.getValue());
            }
        }
        Files.setLastModifiedTime(to, time);
        progress.copiedFile();
        return HexFormat.of().formatHex(digest.digest());
    }

    /** None where the file system has no place for them; the storage does without then. */
    private static Map<String, ByteBuffer> attributes(Path file) throws IOException {
        var attributes = new HashMap<String, ByteBuffer>();
        var view = view(file);
        if (view != null) {
            for (String name : view.list()) {
                ByteBuffer value = ByteBuffer.allocate(view.size(name));
                view.read(name, value);
                attributes.put(name, value.flip());
            }
        }
        return attributes;
    }

    private static @Nullable UserDefinedFileAttributeView view(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView(UserDefinedFileAttributeView.class)
                ? Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                : null;
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
