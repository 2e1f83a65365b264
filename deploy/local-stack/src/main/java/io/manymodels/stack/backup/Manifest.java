package io.manymodels.stack.backup;

import io.manymodels.stack.process.StackProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup says of itself, in its {@code manifest.json}, which is written last.
 *
 * @param format of the backup; higher where an older version could not read it
 * @param version of the platform that made it
 * @param commit of the source that this version was built from
 * @param asOf moment of which it is: what was committed later is not in it
 * @param system operating system and processor, to which the database's files belong
 * @param postgres major version of PostgreSQL, to which they belong too
 * @param files how many files, this one and the list of them excepted
 * @param bytes of these files
 * @param list SHA-256 of the list of the files
 */
public record Manifest(int format, String version, String commit, Instant asOf, String system, String postgres,
        long files, long bytes, String list) {

    static final int FORMAT = 1;
    static final String FILE = "manifest.json";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Manifest {
        for (Object part : new Object[] {version, commit, asOf, system, postgres, list}) {
            Objects.requireNonNull(part, "something is missing");
        }
    }

    /** The machine that this process runs on. */
    static String thisSystem() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** @throws StackProblem when the folder holds no whole backup */
    static Manifest read(Path backup) throws StackProblem {
        Path file = backup.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new StackProblem("There is no whole backup in " + backup + ": it has no " + FILE
                    + ". Maybe name the folder that ./manymodels backup made; one that ends in "
                    + BackupFolder.UNFINISHED + " is of a backup that was broken off.");
        }
        try {
            return JSON.readValue(file, Manifest.class);
        } catch (JacksonException e) {
            throw new StackProblem("The " + FILE + " of the backup in " + backup + " cannot be read: "
                    + e.getOriginalMessage() + ". Maybe take another backup.", e);
        }
    }

    void write(Path backup) throws IOException {
        Files.write(backup.resolve(FILE), JSON.writeValueAsBytes(this));
    }

    /**
     * @param own the version that would restore it
     * @throws StackProblem when it cannot be restored by this version on this machine
     */
    void requireReadable(Path backup, PlatformVersion own, String ownPostgres) throws StackProblem {
        String made = "The backup in " + backup + " was made by many-models " + version + " (" + commit + ")";
        if (format > FORMAT || own.isOlderThan(version)) {
            throw new StackProblem(made + ", and this is the older " + own.version() + " (" + own.commit()
                    + "). Maybe restore it with the version that made it, or a newer one.");
        }
        if (!system.equals(thisSystem())) {
            throw new StackProblem(made + " on " + system + ", and this is " + thisSystem()
                    + ", where the database's files mean something else. Maybe restore it on " + system + ".");
        }
        if (!postgres.equals(ownPostgres)) {
            throw new StackProblem(made + " with PostgreSQL " + postgres + ", and this version brings PostgreSQL "
                    + ownPostgres + ". Maybe restore it with the version that made it.");
        }
    }
}
