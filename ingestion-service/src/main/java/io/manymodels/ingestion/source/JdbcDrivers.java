package io.manymodels.ingestion.source;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Drivers of other databases, as jars in a folder of the deployment. Their classes see the JDK and each other, and nothing
 * of this service; a jar that is put there is found at the next start. Thread-safe.
 */
public final class JdbcDrivers {

    private final Path folder;
    private final ClassLoader classes;

    /** @param folder of jars; one that is not there has none */
    public JdbcDrivers(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.classes = new URLClassLoader("jdbc-drivers", jars(this.folder), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted()
                    .map(JdbcDrivers::url).toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Drivers of [%s] cannot be listed".formatted(folder), e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException("Driver [%s] cannot be named".formatted(file), e);
        }
    }

    /** A connection by the driver that knows its kind. Throws INVALID {@code driver-missing}. */
    Connection connect(JdbcConnection settings) throws SQLException {
        String url = settings.kind().url(settings.host(), settings.port(), settings.database());
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        properties.putAll(settings.kind().fixed());
        properties.setProperty("user", settings.username());
        properties.setProperty("password", settings.password());
        for (Driver driver : ServiceLoader.load(Driver.class, classes)) {
            // The JDK's own loader may know drivers too; only those of the folder count.
            if (classes.equals(driver.getClass().getClassLoader()) && driver.acceptsURL(url)) {
                Connection connection = driver.connect(url, properties);
                if (connection != null) {
                    return connection;
                }
            }
        }
        throw ManyModelsException.invalid("driver-missing",
                "No jar of [%s] has a driver for [%s]. Maybe put the driver of its maker there, and start again"
                        .formatted(folder, settings.kind().name().toLowerCase(Locale.ROOT)));
    }
}
