package io.manymodels.kernel;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The jars of plug-ins, each in one folder with those that it needs, behind this program's own classes. Immutable. */
public final class PlugIns {

    /** None but what lies on the class path. */
    public static final PlugIns NONE = new PlugIns(PlugIns.class.getClassLoader());

    private final ClassLoader loader;

    private PlugIns(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Those of a folder's jars. Throws {@link IllegalArgumentException} where it cannot be read.
     *
     * @param folder empty for none
     */
    public static PlugIns in(String folder) {
        if (folder.isBlank()) {
            return NONE;
        }
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
            List<Path> sorted = new ArrayList<>();
            files.forEach(sorted::add);
            Collections.sort(sorted);
            for (Path jar : sorted) {
                jars.add(url(jar));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Folder [%s] of manymodels.plug-ins cannot be read. Maybe it is not there".formatted(folder), e);
        }
        return new PlugIns(new URLClassLoader("plug-ins", jars.toArray(URL[]::new), PlugIns.class.getClassLoader()));
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toAbsolutePath().toUri().toURL();
    }

    /**
     * One of each class that the jars, and this program's own, name for a service. Throws {@link IllegalStateException} where
     * one cannot be made.
     */
    public <T> List<T> load(Class<T> service) {
        try {
            return ServiceLoader.load(service, loader).stream().map(ServiceLoader.Provider::get).toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException(
                    "A plug-in's [%s] cannot be made: %s. Maybe it was compiled for another version of this program or of Java, or needs a jar that is not in the folder"
                            .formatted(service.getSimpleName(), e.getMessage()),
                    e);
        }
    }

    /** The codecs of foreign kernels. */
    public KernelCodecs codecs() {
        return KernelCodecs.of(load(KernelCodec.class));
    }
}
