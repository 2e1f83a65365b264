package io.manymodels.verification;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The compiled main classes of every module of the reactor. */
final class Modules {

    static final List<String> SERVICES = List.of("ingestion", "training", "promotion", "scoring", "realtime");

    private static final Map<String, String> FOLDERS = Map.of("common-lib", "common-lib", "ingestion",
            "ingestion-service",
            "training", "training-service", "promotion", "promotion-service", "scoring", "scoring-service", "realtime",
            "realtime-service", "cli", "cli", "local-stack", "deploy/local-stack");

    static final JavaClasses ALL = read(FOLDERS.keySet().stream().toList());

    private Modules() {}

    /** The root of the checkout; tests run in the module's folder. */
    static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    static JavaClasses read(List<String> modules) {
        List<Path> folders = modules.stream()
                .map(module -> root().resolve(FOLDERS.get(module)).resolve("target/classes"))
                .toList();
        folders.forEach(folder -> {
            if (!Files.isDirectory(folder)) {
                throw new IllegalStateException(
                        "[%s] is not there. Maybe build the whole reactor: mvn verify".formatted(folder));
            }
        });
        return new ClassFileImporter().importPaths(folders);
    }
}
