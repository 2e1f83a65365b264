package io.manymodels.web.openapi;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What properties and parameters of the documentation mean, in one place for each word: a name means the same wherever it
 * stands, or its record stands in front of it. A module writes its own into {@value #FILE}: {@code family = whose it is |
 * orange-juice}, {@code Candidate.run = the training run | 0198f2c4-...}; what follows the bar is an example.
 */
final class PropertyWords {

    static final String FILE = "openapi-words.properties";

    private final Map<String, Word> words;

    private PropertyWords(Map<String, Word> words) {
        this.words = Map.copyOf(words);
    }

    /**
     * @param example as text; empty where there is none
     */
    record Word(String description, String example) {

        private static Word of(String line) {
            int bar = line.indexOf(" | ");
            return bar < 0 ? new Word(line, "") : new Word(line.substring(0, bar), line.substring(bar + 3));
        }
    }

    /** The words of every module on the class path, of which the first ones count: a service stands before what it is made of. */
    static PropertyWords ofModules(ClassLoader modules) {
        Map<String, Word> words = new HashMap<>();
        try {
            for (URL file : Collections.list(modules.getResources(FILE))) {
                Properties lines = new Properties();
                try (Reader reader = new InputStreamReader(file.openStream(), StandardCharsets.UTF_8)) {
                    lines.load(reader);
                }
                lines.stringPropertyNames()
                        .forEach(name -> words.putIfAbsent(name, Word.of(lines.getProperty(name))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("[%s] cannot be read".formatted(FILE), e);
        }
        return new PropertyWords(words);
    }

    /** Of a record's component, or of any of that name. */
    Optional<Word> of(String record, String name) {
        return Optional.ofNullable(words.getOrDefault(record + "." + name, words.get(name)));
    }
}
