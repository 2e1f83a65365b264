package io.manymodels.work.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the compose file says of images and settings: they stand there alone. */
final class ComposeFile {

    private ComposeFile() {}

    /** The root of the checkout; tests run in the module's folder. */
    static Path root() {
        return Path.of("../..").toAbsolutePath().normalize();
    }

    /** The image of one of its services, by its digest alone: Testcontainers takes no tag beside one. */
    static String image(String service) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^  %s:\\n(?:    .*\\n)*?    image: *(\\S+)".formatted(service))
                .matcher(text());
        if (!matcher.find()) {
            throw new IllegalStateException("docker-compose.yml names no image of [%s]".formatted(service));
        }
        return matcher.group(1).replaceFirst(":[^@]+@", "@");
    }

    /** Plain environment variables whose names match. */
    static Map<String, String> settings(String names) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Pattern.compile("(?m)^ +(%s): *(\\S+)$".formatted(names)).matcher(text()).results()
                .forEach(found -> settings.put(found.group(1), found.group(2)));
        return settings;
    }

    /** {@code DATABASE_PASSWORD_TRAINING}, as the deployment's scripts read it. */
    static String variable(String prefix, String user) {
        return prefix + "_" + user.toUpperCase(Locale.ROOT);
    }

    private static String text() throws IOException {
        return Files.readString(root().resolve("docker-compose.yml"));
    }
}
