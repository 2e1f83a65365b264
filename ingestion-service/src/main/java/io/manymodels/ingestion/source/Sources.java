package io.manymodels.ingestion.source;

import io.manymodels.family.FamilySpec.Source;
import io.manymodels.ingestion.landing.LandingFolder;
import io.manymodels.problem.Closest;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the tables of a family's source. Thread-safe. */
public final class Sources {

    /** What the main table is called in the transform. */
    public static final String SOURCE = "source";

    /** Column of the main table that names the file of a row, where a row needs it to be found again. No source has it. */
    public static final String FILE = "many-models source file";

    private static final String S3 = "s3://";

    private final LandingFolder landing;
    private final ObjectStore store;
    private final Map<String, JdbcConnection> connections;
    private final JdbcDrivers drivers;

    public Sources(LandingFolder landing, ObjectStore store, Map<String, JdbcConnection> connections,
            JdbcDrivers drivers) {
        this.drivers = drivers;
        this.landing = landing;
        this.store = store;
        this.connections = Map.copyOf(connections);
    }

    /** What the main table consists of, in the order in which it is read; empty for a query. */
    public List<SourceObject> objects(Source source) {
        return switch (source) {
            case Source.Files files -> objects(files.files());
            case Source.Jdbc _ -> List.of();
        };
    }

    private List<SourceObject> objects(String location) {
        if (location.startsWith(S3)) {
            return stored(location);
        }
        Path root = landing.root(location);
        List<SourceObject> objects = new ArrayList<>();
        try {
            for (Path file : landing.resolve(location)) {
                objects.add(SourceObject.of(root, file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Files of [%s] went away while they were listed".formatted(location), e);
        }
        return objects;
    }

    /**
     * The tables, {@value #SOURCE} first.
     *
     * @param folder where objects are downloaded to
     * @param objects of the main table, as they were listed
     * @param wanted which of them are read
     */
    public List<SourceTable> find(Source source, Path folder, List<SourceObject> objects,
            Predicate<SourceObject> wanted) {
        List<SourceTable> tables = new ArrayList<>();
        switch (source) {
            case Source.Files files ->
                tables.add(
                        table(SOURCE, files.files(), located(SOURCE, files.files(), folder, objects, wanted), folder));
            case Source.Jdbc jdbc -> {
                JdbcConnection connection = connection(jdbc.connection());
                tables.add(new QueryTable(SOURCE, connection, jdbc.connection(), jdbc.query(),
                        SourceTable.ALL_ROWS, drivers));
                new TreeMap<>(jdbc.queries()).forEach(
                        (name, query) -> tables.add(new QueryTable(name, connection, jdbc.connection(), query,
                                SourceTable.ALL_ROWS, drivers)));
            }
        }
        new TreeMap<>(source.tables()).forEach((name, location) -> tables.add(files(name, location, folder)));
        return tables;
    }

    /**
     * The same tables, the main one by its beginning alone.
     *
     * @param mostBytes of texts, {@code mostRows} of what is no text
     */
    public SourceSample sample(Source source, Path folder, long mostBytes, long mostRows) {
        List<SourceTable> tables = new ArrayList<>();
        double share = 0;
        switch (source) {
            case Source.Files files -> {
                Located found = located(SOURCE, files.files(), folder);
                FileFormat format = format(found.files(), files.files());
                if (format == FileFormat.CSV) {
                    Beginning beginning = Beginning.of(found.files(), folder, mostBytes);
                    share = beginning.share();
                    tables.add(new CsvTable(SOURCE, files.files(), found.root(),
                            Utf8Files.whole(beginning.files(), folder), folder));
                } else {
                    tables.add(
                            new TypedFileTable(SOURCE, files.files(), found.root(), found.files(), format, mostRows));
                }
            }
            case Source.Jdbc jdbc -> {
                JdbcConnection connection = connection(jdbc.connection());
                tables.add(new QueryTable(SOURCE, connection, jdbc.connection(), jdbc.query(), mostRows, drivers));
                new TreeMap<>(jdbc.queries()).forEach((name, query) -> tables
                        .add(new QueryTable(name, connection, jdbc.connection(), query, SourceTable.ALL_ROWS,
                                drivers)));
            }
        }
        new TreeMap<>(source.tables()).forEach((name, location) -> tables.add(files(name, location, folder)));
        return new SourceSample(tables, share);
    }

    private JdbcConnection connection(String name) {
        JdbcConnection connection = connections.get(name);
        if (connection == null) {
            throw ManyModelsException.invalid("connection-unknown",
                    "source.jdbc.connection: [%s] is not a configured connection.%s".formatted(name,
                            Closest.to(name, connections.keySet()).map(" Maybe [%s]"::formatted)
                                    .orElse(" Maybe configure manymodels.ingestion.connections.%s, beside %s"
                                            .formatted(name, new TreeSet<>(connections.keySet())))));
        }
        return connection;
    }

    private SourceTable files(String name, String location, Path folder) {
        return table(name, location, located(name, location, folder), folder);
    }

    private static SourceTable table(String name, String location, Located found, Path folder) {
        FileFormat format = format(found.files(), location);
        return format == FileFormat.CSV
                ? new CsvTable(name, location, found.root(), Utf8Files.sampled(found.files(), folder), folder)
                : new TypedFileTable(name, location, found.root(), found.files(), format, SourceTable.ALL_ROWS);
    }

    /** Files, and the folder below which their paths are their names. */
    private record Located(Path root, List<Path> files) {}

    private Located located(String name, String location, Path folder) {
        return located(name, location, folder, objects(location), _ -> true);
    }

    private Located located(String name, String location, Path folder, List<SourceObject> objects,
            Predicate<SourceObject> wanted) {
        if (location.startsWith(S3)) {
            Path downloads = folder.resolve("input-" + name);
            return new Located(downloads, download(location, downloads, objects, wanted));
        }
        Path root = landing.root(location);
        return new Located(root, objects.stream().filter(wanted).map(object -> root.resolve(object.name())).toList());
    }

    private static FileFormat format(List<Path> files, String location) {
        Set<FileFormat> formats = files.stream().map(file -> format(file, location))
                .collect(Collectors.toCollection(TreeSet::new));
        if (formats.size() > 1) {
            throw ManyModelsException.invalid("source-format",
                    "[%s] holds files of different formats %s. Maybe name one, like [*.csv]".formatted(location,
                            formats));
        }
        return formats.iterator().next();
    }

    private static FileFormat format(Path file, String location) {
        String name = file.getFileName().toString();
        return FileFormat.of(name).orElseThrow(() -> ManyModelsException.invalid("source-format",
                "File [%s] of [%s] ends with none of %s. Maybe rename it".formatted(name, location,
                        FileFormat.all())));
    }

    private List<SourceObject> stored(String location) {
        String[] parts = location.substring(S3.length()).split("/", 2);
        String prefix = parts.length == 2 ? parts[1] : "";
        List<SourceObject> objects = store.list(parts[0], prefix).stream().filter(object -> {
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            return !name.isEmpty() && LandingFolder.isData(name);
        }).map(object -> new SourceObject(object.key(), object.size(), object.etag())).toList();
        if (objects.isEmpty()) {
            throw ManyModelsException.invalid("source-not-found",
                    "No object of bucket [%s] begins with [%s]. Maybe look at the spelling".formatted(parts[0],
                            prefix));
        }
        return objects;
    }

    private List<Path> download(String location, Path folder, List<SourceObject> objects,
            Predicate<SourceObject> wanted) {
        String bucket = location.substring(S3.length()).split("/", 2)[0];
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < objects.size(); i++) {
                String key = objects.get(i).name();
                if (wanted.test(objects.get(i))) {
                    // Objects below different prefixes may share their last names.
                    Path file = folder.resolve("%06d-%s".formatted(i, key.substring(key.lastIndexOf('/') + 1)
                            .replaceAll("[^\\w.-]", "_")));
                    store.download(bucket, key, file);
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Objects of [%s] cannot be stored in [%s]".formatted(location, folder), e);
        }
        return files;
    }
}
