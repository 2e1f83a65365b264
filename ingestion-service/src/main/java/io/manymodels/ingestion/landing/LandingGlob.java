package io.manymodels.ingestion.landing;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the landing folder that a glob names. Goes only where the glob can match. A symbolic link that the glob
 * names must lead to a file or folder inside; one that it merely passes by, or that only {@code **} would enter, does no
 * harm and is not followed out.
 */
final class LandingGlob {

    /** Each of them becomes an argument of one statement. */
    static final int MOST_FILES = 100_000;
    private static final int MOST_ENTRIES = 1_000_000;

    private final Path root;
    private final String location;
    private final PathMatcher matcher;
    private final List<PathMatcher> folders = new ArrayList<>();
    private final boolean deep;
    private final Set<Path> found = new LinkedHashSet<>();
    private int entries;

    /** @param root a real path */
    LandingGlob(Path root, String location) {
        this.root = root;
        this.location = location;
        this.matcher = matcher(location);
        String[] segments = location.split("/");
        boolean passesSlashes = false;
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < segments.length - 1 && !passesSlashes; i++) {
            prefix.append(i == 0 ? "" : "/").append(segments[i]);
            passesSlashes = segments[i].contains("**") || isCut(segments[i]);
            if (!passesSlashes) {
                folders.add(matcher(prefix.toString()));
            }
        }
        this.deep = passesSlashes || segments[segments.length - 1].contains("**");
    }

    /** Whether a slash stands inside braces or brackets, where it ends no segment. */
    private static boolean isCut(String segment) {
        return segment.chars().filter(c -> c == '{').count() != segment.chars().filter(c -> c == '}').count()
                || segment.chars().filter(c -> c == '[').count() != segment.chars().filter(c -> c == ']').count();
    }

    private PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (IllegalArgumentException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "source-not-found",
                    "[%s] is not a glob. Maybe [sales/*.csv]".formatted(location), e);
        }
    }

    /** Real paths, each once, in the order of their names; empty where nothing matches. */
    List<Path> files() {
        enter(root, Path.of(""), new HashSet<>(Set.of(root)));
        return List.copyOf(found);
    }

    private void enter(Path folder, Path relative, Set<Path> above) {
        for (Path entry : sorted(folder)) {
            if (++entries > MOST_ENTRIES) {
                throw tooMany("looks at more than [%d] names".formatted(MOST_ENTRIES));
            }
            Path name = relative.resolve(entry.getFileName());
            boolean wanted = matcher.matches(name) && LandingFolder.isData(entry.getFileName().toString());
            boolean passes = passes(name);
            if (Files.isSymbolicLink(entry)) {
                link(entry, name, wanted, passes, above);
            } else if (Files.isDirectory(entry)) {
                if (passes || enters(name)) {
                    descend(entry, name, above);
                }
            } else if (wanted) {
                add(entry);
            }
        }
    }

    /** A link is as good as what it leads to, if the glob names it and that is inside. */
    private void link(Path entry, Path name, boolean wanted, boolean passes, Set<Path> above) {
        if (!wanted && !passes && !enters(name)) {
            return;
        }
        Path real;
        try {
            real = entry.toRealPath();
        } catch (IOException e) {
            if (wanted) {
                throw new ManyModelsException(ManyModelsException.Kind.INVALID, "source-not-found",
                        "[%s], which [%s] names, is a symbolic link that leads nowhere. Maybe remove it".formatted(name,
                                location),
                        e);
            }
            return;
        }
        if (!real.startsWith(root)) {
            if (wanted || passes && Files.isDirectory(real)) {
                throw LandingFolder.outside(name.toString());
            }
        } else if (Files.isDirectory(real)) {
            descend(real, name, above);
        } else if (wanted) {
            add(real);
        }
    }

    private void descend(Path real, Path name, Set<Path> above) {
        // A link to a folder that this one lies in would go round for ever.
        if (above.add(real)) {
            enter(real, name, above);
            above.remove(real);
        }
    }

    private void add(Path file) {
        found.add(file);
        if (found.size() > MOST_FILES) {
            throw tooMany("names more than [%d] files".formatted(MOST_FILES));
        }
    }

    private ManyModelsException tooMany(String what) {
        return ManyModelsException.invalid("source-too-many-files",
                "[%s] %s. Maybe put many small files together into larger ones, or name fewer".formatted(location,
                        what));
    }

    /** Whether the glob names this folder as one to look into, segment by segment. */
    private boolean passes(Path name) {
        int depth = name.getNameCount();
        return depth <= folders.size() && folders.get(depth - 1).matches(name);
    }

    /** Whether only a {@code **} leads into this folder. */
    private boolean enters(Path name) {
        int depth = name.getNameCount();
        return deep && depth > folders.size()
                && (folders.isEmpty() || folders.getLast().matches(name.subpath(0, folders.size())));
    }

    private List<Path> sorted(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new ManyModelsException(ManyModelsException.Kind.INVALID, "source-not-found",
                    "Folder [%s] cannot be searched for [%s]: %s. Maybe let the service read it"
                            .formatted(root.relativize(folder), location, e.getClass().getSimpleName()),
                    e);
        }
    }
}
