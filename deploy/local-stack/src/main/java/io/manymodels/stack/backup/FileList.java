package io.manymodels.stack.backup;

import io.manymodels.stack.process.StackProblem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** SHA-256 of each file of a backup by its path in it, kept as {@code sha256sum --check} reads it. */
record FileList(Map<String, String> digests) {

    static final String FILE = "files.sha256";

    private static final String BETWEEN = "  ";
    private static final int DIGEST = 64;

    FileList() {
        this(new LinkedHashMap<>());
    }

    void add(String path, String sha256) {
        digests.put(path, sha256);
    }

    /** Writes the list and answers its own SHA-256. */
    String write(Path backup) throws IOException {
        Path file = backup.resolve(FILE);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (var entry : digests.entrySet()) {
                out.write(entry.getValue() + BETWEEN + entry.getKey() + "\n");
            }
        }
        return CheckedCopy.sha256(file);
    }

    /** @throws StackProblem when it is not the list that the manifest means */
    static FileList read(Path backup, String sha256) throws StackProblem, IOException {
        Path file = backup.resolve(FILE);
        if (!Files.isRegularFile(file) || !CheckedCopy.sha256(file).equals(sha256)) {
            throw altered(backup, FILE);
        }
        var list = new FileList();
        for (String line : Files.readAllLines(file)) {
            list.add(line.substring(DIGEST + BETWEEN.length()), line.substring(0, DIGEST));
        }
        return list;
    }

    static StackProblem altered(Path backup, String path) {
        return new StackProblem("The backup in " + backup + " is not what was written: " + path
                + " was changed, damaged or cut off. Nothing was restored. Maybe take another backup; (cd " + backup
                + " && sha256sum --check --quiet " + FILE + ") names what differs.");
    }
}
