package io.manymodels.verification.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.verification.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of faults in the documents names tests that exist, at least one for each fault. */
class FaultListTest {

    private static final int FAULTS = 24;
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|.*\\| ([^|]+) \\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyFaultHasATestThatExists() throws IOException {
        Map<String, String> sources = testSources();
        List<Integer> numbers = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(Modules.root().resolve("docs/reference/faults.md"))) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            numbers.add(Integer.valueOf(row.group(1)));
            NAMED.matcher(row.group(2)).results()
                    .filter(named -> !sources.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "("))
                    .forEach(named -> missing.add("%s: %s".formatted(row.group(1), named.group())));
            assertThat(row.group(2)).as("fault %s", row.group(1)).matches(tests -> NAMED.matcher(tests).find()
                    || tests.equals("the same"), "names a test");
        }

        assertThat(missing).as("tests that are named and not there").isEmpty();
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, FAULTS).boxed().toList());
    }

    /** By simple name. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Modules.root())) {
            for (Path file : files.filter(found -> found.toString().contains("/src/test/java/"))
                    .filter(found -> found.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
