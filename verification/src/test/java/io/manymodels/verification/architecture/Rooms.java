package io.manymodels.verification.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.manymodels.verification.Modules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The packages of the house as its rules name them, in ArchUnit's patterns. A rule names no package but through here. */
final class Rooms {

    private static final Set<String> NAMED = new TreeSet<>();

    static final String[] VOCABULARY = ofModule("vocabulary");
    static final String[] ALGORITHM = ofModule("algorithm");
    static final String[] ADAPTERS = ofModule("adapters");
    static final String[] WORK = ofModule("work");
    /** Beside the layers: what it holds is found by its codec's name where models are served. */
    static final String[] TRIBUO = ofModule("tribuo");
    static final String[] SHARED = together(VOCABULARY, ALGORITHM, ADAPTERS, WORK);
    static final String[] SERVICES = rooms(Modules.APPLICATIONS.toArray(String[]::new));
    static final String[] TOOLS = rooms("cli", "stack");

    private Rooms() {}

    /** The packages and what lies below them. */
    static String[] rooms(String... names) {
        List<String> patterns = Stream.of(names).map(name -> "io.manymodels." + name + "..").toList();
        NAMED.addAll(patterns);
        return patterns.toArray(String[]::new);
    }

    /** The packages of a module of common-lib. */
    private static String[] ofModule(String module) {
        try (Stream<Path> folders = Files.list(
                Modules.root().resolve("common-lib").resolve(module).resolve("src/main/java/io/manymodels"))) {
            return rooms(folders.map(folder -> folder.getFileName().toString()).sorted().toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String[] together(String[]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(String[]::new);
    }

    /** All patterns that any rule uses. */
    static Collection<String> named() {
        return List.copyOf(NAMED);
    }

    static DescribedPredicate<JavaClass> in(String... patterns) {
        return resideInAnyPackage(patterns);
    }

    /** {@code training} for a class of {@code io.manymodels.training.run}; empty outside of the house. */
    static String of(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length > 2 && parts[0].equals("io") && parts[1].equals("manymodels") ? parts[2] : "";
    }

    static boolean isShared(JavaClass type) {
        return in(SHARED).test(type);
    }

    static boolean isOfAService(JavaClass type) {
        return Modules.APPLICATIONS.contains(of(type));
    }
}
