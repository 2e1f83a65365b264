package io.manymodels.verification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.manymodels.verification.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Who tells what to whom. The form of each fact is held by the vocabulary's {@code FactContractTest}, the tables that services
 * read of each other by their own tests, which make the others' tables by the others' migrations. Over REST no service asks
 * another, which is a rule of the house.
 */
class FactContractsTest {

    private static final Pattern DESTINATION = Pattern.compile("destination: *([\\w-]+)");
    private static final JavaClasses ALL = Modules.read();

    @Test
    void whatAServiceListensToIsAFactThatItsListenerReads() throws IOException {
        for (String service : Modules.SERVICES) {
            for (String topic : destinations(service)) {
                assertThat(facts()).as("topics of facts, of which %s listens to one", service).containsKey(topic);
                assertThat(readers(service, facts().get(topic))).as("listeners of %s to %s", service, topic)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void everyListenerIsBoundToTheTopicOfItsFact() throws IOException {
        for (String service : Modules.SERVICES) {
            Set<String> topics = destinations(service);
            facts().forEach((topic, fact) -> {
                if (!readers(service, fact).isEmpty()) {
                    assertThat(topics).as("topics that %s is bound to", service).contains(topic);
                }
            });
        }
    }

    @Test
    void everyFactIsMadeByThoseWhoKnow() {
        Map<String, Set<String>> makers = new TreeMap<>();
        facts().forEach((topic, fact) -> makers.put(topic, makers(fact)));

        // The work engine knows the ends of all runs but one: a declined release ends its cycle, long after its run.
        assertThat(makers).isEqualTo(Map.of("snapshot-sealed", Set.of("ingestion"), "training-completed",
                Set.of("training"), "release-published", Set.of("promotion"), "predictions-published",
                Set.of("scoring"),
                "run-finished", Set.of("work", "promotion")));
    }

    /** By topic, which is the name of the fact in other letters. */
    private static Map<String, JavaClass> facts() {
        JavaClass fact = ALL.get("io.manymodels.event.Fact");
        Map<String, JavaClass> facts = new TreeMap<>();
        fact.getSubclasses().forEach(type -> facts.put(
                type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT), type));
        assertThat(facts).isNotEmpty();
        return facts;
    }

    private static Set<String> destinations(String service) throws IOException {
        String settings = Files.readString(
                Modules.root().resolve(service + "-service/src/main/resources/application.yml"));
        return DESTINATION.matcher(settings).results().map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> readers(String service, JavaClass fact) {
        return ALL.stream().filter(type -> type.getPackageName().startsWith("io.manymodels." + service + "."))
                .filter(type -> type.getSimpleName().endsWith("Listener"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency -> dependency.getTargetClass().equals(fact)))
                .map(JavaClass::getName).collect(Collectors.toSet());
    }

    /** First packages below the house's of those who construct it. */
    private static Set<String> makers(JavaClass fact) {
        return fact.getConstructors().stream().flatMap(constructor -> constructor.getCallsOfSelf().stream())
                .map(call -> call.getOriginOwner().getPackageName().split("\\.")[2])
                .filter(part -> !part.equals("event")).collect(Collectors.toCollection(TreeSet::new));
    }
}
