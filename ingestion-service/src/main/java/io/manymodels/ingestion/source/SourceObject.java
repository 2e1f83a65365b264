package io.manymodels.ingestion.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * A file of the landing folder, or an object of a bucket, as a listing shows it.
 *
 * @param name its path below the landing folder, or its key
 * @param bytes its size
 * @param stamp another one whenever the content is: of a file its place on the disk and when it and its entry there were changed, of an
 *        object its ETag; empty where nothing tells
 */
public record SourceObject(String name, long bytes, String stamp) {

    /** Whether it is what it was. */
    public boolean isUnchanged(SourceObject before) {
        return equals(before) && !stamp.isEmpty();
    }

    /** Whether its types, and the formats of its dates, are found in all files together. */
    public boolean isJson() {
        return FileFormat.of(name).filter(format -> format == FileFormat.JSON).isPresent();
    }

    static SourceObject of(Path root, Path file) throws IOException {
        String name = root.relativize(file).toString();
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new SourceObject(name, found.size(), found.lastModifiedTime().toString());
        }
        // Who sets the time of an edited file back changes its entry.
        Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
        return new SourceObject(name, ((Number) Objects.requireNonNull(found.get("size"))).longValue(),
                "%s %s %s".formatted(
                        found.get("lastModifiedTime"), found.get("ctime"), found.get("ino")));
    }
}
