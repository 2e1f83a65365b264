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

    private static final Map<String, String> FOLDERS = Map.ofEntries(Map.entry("vocabulary", "common-lib/vocabulary"),
            Map.entry("algorithm", "common-lib/algorithm"), Map.entry("adapters", "common-lib/adapters"),
            Map.entry("work", "common-lib/work"), Map.entry("ingestion", "ingestion-service"),
            Map.entry("training", "training-service"), Map.entry("promotion", "promotion-service"),
            Map.entry("scoring", "scoring-service"), Map.entry("realtime", "realtime-service"),
            Map.entry("cli", "cli"), Map.entry("local-stack", "deploy/local-stack"));

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
