package io.manymodels.verification.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the house is seen to fail: a fault is planted for it, and it names the class. */
class PlantedFaultsTest {

    /**
     * @param rule the rule that must report
     * @param culprit what its report names
     * @param sources the planted classes, and stand-ins for what they use of libraries
     */
    record Fault(String rule, String culprit, List<String> sources) {

        static Fault of(String rule, String culprit, String... sources) {
            return new Fault(rule, culprit, List.of(sources));
        }

        @Override
        public String toString() {
            return rule + ": " + culprit;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(dependencies(), boundaries(), names()).flatMap(faults -> faults);
    }

    private static Stream<Fault> dependencies() {
        return Stream.of(
                Fault.of("a service depends on no other service", "training.run.Eager",
                        "package io.manymodels.scoring.run; public class Scorer {}",
                        "package io.manymodels.training.run; class Eager { io.manymodels.scoring.run.Scorer scorer; }"),
                Fault.of("features of a service form no cycles", "ingestion.source.Reader",
                        "package io.manymodels.ingestion.run; public class Run { io.manymodels.ingestion.source.Reader reader; }",
                        "package io.manymodels.ingestion.source; public class Reader { io.manymodels.ingestion.run.Run run; }"),
                Fault.of("common-lib depends on no service", "registry.Curious",
                        "package io.manymodels.promotion.gate; public class Gate {}",
                        "package io.manymodels.registry; class Curious { io.manymodels.promotion.gate.Gate gate; }"),
                Fault.of("common-lib is layered: vocabulary, algorithm, adapters, work", "rows.Upward",
                        "package io.manymodels.lake; public class Lake {}",
                        "package io.manymodels.rows; class Upward { io.manymodels.lake.Lake lake; }"),
                Fault.of("packages form no cycles", "key.Key",
                        "package io.manymodels.key; public class Key { io.manymodels.rows.Table table; }",
                        "package io.manymodels.rows; public class Table { io.manymodels.key.Key key; }"),
                Fault.of("nothing depends on the local stack", "cli.run.Comfortable",
                        "package io.manymodels.stack; public class Ports {}",
                        "package io.manymodels.cli.run; class Comfortable { io.manymodels.stack.Ports ports; }"),
                Fault.of("the vocabulary needs the JDK and Jackson alone", "family.Scheduled",
                        "package org.springframework.scheduling; public class CronExpression {}",
                        "package io.manymodels.family; class Scheduled { org.springframework.scheduling.CronExpression cron; }"),
                Fault.of("features and models need the vocabulary, the JDK and Jackson alone", "model.Served",
                        "package com.google.common.collect; public class ImmutableList {}",
                        "package io.manymodels.model; class Served { com.google.common.collect.ImmutableList list; }"),
                Fault.of("kernels of Tribuo need features and models alone of this house", "tribuo.Fetching",
                        "package io.manymodels.storage; public class ObjectStore {}",
                        "package io.manymodels.tribuo; class Fetching { io.manymodels.storage.ObjectStore store; }"),
                Fault.of("facts depend on the JDK and JSpecify alone", "event.Bound",
                        "package tools.jackson.databind; public class JsonNode {}",
                        "package io.manymodels.event; class Bound { tools.jackson.databind.JsonNode node; }"),
                Fault.of("rules, features and learners import no Spring", "promotion.gate.Wired",
                        "package org.springframework.stereotype; public @interface Component {}",
                        "package io.manymodels.promotion.gate; @org.springframework.stereotype.Component class Wired {"
                                + " org.springframework.stereotype.Component annotation; }"));
    }

    private static Stream<Fault> boundaries() {
        return Stream.of(
                Fault.of("controllers, listeners and repositories of a service are package-private", "OpenController",
                        "package io.manymodels.scoring.run; public class OpenController {}"),
                Fault.of("controllers, listeners and repositories of a service are package-private", "OpenRepository",
                        "package io.manymodels.scoring.run; public class OpenRepository {}"),
                Fault.of("nobody injects into fields", "Injected",
                        """
                                package org.springframework.beans.factory.annotation;
                                import java.lang.annotation.*;
                                @Retention(RetentionPolicy.RUNTIME) public @interface Autowired {}
                                """,
                        "package io.manymodels.training.run; class Injected {"
                                + " @org.springframework.beans.factory.annotation.Autowired Object given; }"),
                Fault.of("only the command line and the stack print", "Chatty",
                        "package io.manymodels.realtime.cache; class Chatty { void say() { System.out.println(1); } }"),
                Fault.of("configuration comes through properties", "Reading",
                        "package io.manymodels.work; class Reading { String home() { return System.getenv(\"HOME\"); } }"),
                Fault.of("nobody reads serialized objects", "Trusting",
                        "package io.manymodels.artefact; class Trusting { java.io.ObjectInputStream stream; }"),
                Fault.of("time comes from a clock", "Impatient",
                        "package io.manymodels.work; class Impatient { Object now() { return java.time.Instant.now(); } }"),
                Fault.of("time comes from a clock", "Ticking",
                        "package io.manymodels.work; class Ticking { long now() { return System.currentTimeMillis(); } }"),
                Fault.of("Tribuo stays where models are trained, evaluated or served", "Borrowing",
                        "package org.tribuo; public class Model {}",
                        "package io.manymodels.promotion.model; class Borrowing { org.tribuo.Model model; }"),
                Fault.of("the object store hides the S3 client", "Direct",
                        "package io.minio; public class MinioClient {}",
                        "package io.manymodels.scoring.parquet; class Direct { io.minio.MinioClient client; }"),
                Fault.of("services ask each other nothing over HTTP", "Asking",
                        "package io.manymodels.scoring.run; class Asking { java.net.http.HttpClient client; }"),
                Fault.of("SQL stays in repositories", "Querying",
                        "package io.manymodels.promotion.release; class Querying { java.sql.Connection connection; }"),
                Fault.of("Kafka stays in messaging", "Sending",
                        "package org.apache.kafka.clients; public class Producer {}",
                        "package io.manymodels.training.run; class Sending { org.apache.kafka.clients.Producer producer; }"),
                Fault.of("only web maps exceptions to HTTP", "Answering",
                        "package org.springframework.web.server; public class ResponseStatusException {}",
                        "package io.manymodels.ingestion.cycle; class Answering {"
                                + " org.springframework.web.server.ResponseStatusException problem; }"),
                Fault.of("every exception that leaves a package carries a code", "LostException",
                        "package io.manymodels.storage; public class LostException extends RuntimeException {}"),
                Fault.of("nothing in common-lib is found by scanning", "Found",
                        """
                                package org.springframework.stereotype;
                                import java.lang.annotation.*;
                                @Retention(RetentionPolicy.RUNTIME) public @interface Service {}
                                """,
                        "package io.manymodels.registry; @org.springframework.stereotype.Service class Found {}"));
    }

    private static Stream<Fault> names() {
        return Stream.of(
                Fault.of("names say what a thing is", "StringUtil",
                        "package io.manymodels.training.run; class StringUtil {}"),
                Fault.of("names say what a thing is", "Planner",
                        "package io.manymodels.training.helper; class Planner {}"),
                Fault.of("one public word for one thing, in a service and common-lib", "model.Candidate",
                        "package io.manymodels.model; public class Candidate {}",
                        "package io.manymodels.training.candidate; public record Candidate() {}"),
                Fault.of("no package is a drawer", "io.manymodels.scoring.run",
                        IntStream.rangeClosed(0, NamingRules.LARGEST_PACKAGE)
                                .mapToObj(i -> "package io.manymodels.scoring.run; class Thing" + i + " {}")
                                .toArray(String[]::new)),
                Fault.of("the root package of a service holds its application class alone",
                        "io.manymodels.scoring.Lost",
                        "package io.manymodels.scoring; class ScoringApplication {}",
                        "package io.manymodels.scoring; class Lost {}"),
                Fault.of("every public type of common-lib serves two or more", "io.manymodels.key.Lonely",
                        "package io.manymodels.key; public class Lonely {}",
                        "package io.manymodels.training.run; class User { io.manymodels.key.Lonely lonely; }"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isReported(Fault fault, @TempDir Path folder) throws IOException {
        HouseRule rule = HouseRules.ALL.stream().filter(found -> found.name().equals(fault.rule()))
                .findFirst().orElseThrow(() -> new AssertionError("No rule [%s]".formatted(fault.rule())));

        List<String> violations = rule.violations().apply(Planted.compile(folder, fault.sources()));

        assertThat(violations).as(rule.name()).isNotEmpty();
        assertThat(String.join("\n", violations)).contains(fault.culprit());
    }

    @Test
    void noRuleIsLeftWithoutAFault() {
        assertThat(faults().map(Fault::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(HouseRules.ALL.stream().map(HouseRule::name).toList());
    }

    /** A rule that reports everything would pass the above. */
    @ParameterizedTest
    @FieldSource("io.manymodels.verification.architecture.HouseRules#ALL")
    void innocenceIsNotReported(HouseRule rule, @TempDir Path folder) throws IOException {
        assertThat(rule.violations().apply(Planted.compile(folder, List.of(
                "package io.manymodels.key; public record Word(String text) {}",
                "package io.manymodels.training.run; class Uses { io.manymodels.key.Word word; }",
                "package io.manymodels.scoring.run; class AlsoUses { io.manymodels.key.Word word; }",
                "package io.manymodels.scoring.run; class WordRepository { java.sql.Connection connection; }",
                "package io.manymodels.cli.output; class Printing { void say() { System.out.println(1); } }"))))
                .isEmpty();
    }

    @Test
    void aPackageWithoutADescriptionIsReported(@TempDir Path root) throws IOException {
        for (String name : List.of("told", "silent", "unmarked")) {
            Path folder = Files.createDirectories(root.resolve("a/src/main/java/io/manymodels/" + name));
            Files.writeString(folder.resolve("Thing.java"), "package io.manymodels." + name + "; class Thing {}");
        }
        Files.writeString(root.resolve("a/src/main/java/io/manymodels/told/package-info.java"),
                "@NullMarked package io.manymodels.told;");
        Files.writeString(root.resolve("a/src/main/java/io/manymodels/unmarked/package-info.java"),
                "package io.manymodels.unmarked;");

        assertThat(PackageDescriptions.missing(root)).containsExactlyInAnyOrder("a/src/main/java/io/manymodels/silent",
                "a/src/main/java/io/manymodels/unmarked");
    }

    @Test
    void aRepositoryThatReadsAllColumnsIsReported(@TempDir Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("a/src/main/java/io/manymodels/scoring"));
        for (var text : Map.of("All", "SELECT * FROM run", "OfOne", "select r.*, 1 FROM run r", "Changed",
                "UPDATE run SET state = 'x'\nRETURNING *", "Latest", "SELECT DISTINCT ON (r.id) r.* FROM run r",
                "Named",
                "SELECT id, count(*) FROM run").entrySet()) {
            Files.writeString(folder.resolve(text.getKey() + "Repository.java"), text.getValue());
        }

        assertThat(NamedColumns.missing(root)).hasSize(4).noneMatch(found -> found.contains("Named"));
    }
}
