package io.manymodels.stack.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Properties;

/**
 * Which version of the platform this is.
 *
 * @param version numbers with dots between them, perhaps followed by a hyphen and a word
 * @param commit of the source it was built from
 */
public record PlatformVersion(String version, String commit) {

    /** Of this build. */
    public static PlatformVersion current() throws IOException {
        try (InputStream in = PlatformVersion.class.getResourceAsStream("/stack.properties")) {
            if (in == null) {
                throw new IOException("stack.properties is not in the local stack's jar");
            }
            var properties = new Properties();
            properties.load(in);
            return new PlatformVersion(properties.getProperty("version", ""), properties.getProperty("commit", ""));
        }
    }

    /** By the numbers alone: builds of one version that is not released yet are told apart by nobody. */
    public boolean isOlderThan(String other) {
        return Arrays.compare(numbers(version), numbers(other)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.replaceFirst("-.*", "").split("\\.")).filter(part -> part.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt).toArray();
    }
}
