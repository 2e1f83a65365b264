package io.manymodels.verification;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The modules of the reactor. */
public final class Modules {

    /** Each has a package of this name below {@code io.manymodels}. */
    public static final List<String> SERVICES = List.of("ingestion", "training", "promotion", "scoring", "realtime");
    /** The services, and the console, which is built as they are. */
    public static final List<String> APPLICATIONS = List.of("ingestion", "training", "promotion", "scoring", "realtime",
            "console");

    private static final List<String> FOLDERS = List.of("common-lib/vocabulary", "common-lib/algorithm",
            "common-lib/tribuo", "common-lib/adapters", "common-lib/work", "ingestion-service", "training-service",
            "promotion-service",
            "scoring-service", "realtime-service", "console", "cli", "deploy/local-stack");

    private Modules() {}

    /** The root of the checkout; tests run in the module's folder. */
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /** The compiled main classes of every module. */
    public static JavaClasses read() {
        List<Path> folders = FOLDERS.stream().map(module -> root().resolve(module).resolve("target/classes")).toList();
        folders.forEach(folder -> {
            if (!Files.isDirectory(folder)) {
                throw new IllegalStateException(
                        "[%s] is not there. Maybe build the whole reactor: mvn verify".formatted(folder));
            }
        });
        return new ClassFileImporter().importPaths(folders);
    }
}
