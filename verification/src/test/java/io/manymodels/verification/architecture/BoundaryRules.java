package io.manymodels.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.manymodels.verification.architecture.Rooms.SHARED;
import static io.manymodels.verification.architecture.Rooms.TOOLS;
import static io.manymodels.verification.architecture.Rooms.in;
import static io.manymodels.verification.architecture.Rooms.rooms;
import static io.manymodels.verification.architecture.Rooms.together;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** What may be touched where. */
final class BoundaryRules {

    static final List<HouseRule> ALL = List.of(
            HouseRule.of("controllers, listeners and repositories of a service are package-private",
                    classes()
                            .that(DescribedPredicate.describe("are controllers, listeners or repositories of a service",
                                    type -> Rooms.isOfAService(type)
                                            && type.getSimpleName().matches(".*(Controller|Listener|Repository)")))
                            .should().notBePublic()),
            HouseRule.of("nobody injects into fields",
                    fields().should().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                            .andShould().notBeAnnotatedWith("jakarta.inject.Inject")
                            .andShould().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")),
            HouseRule.of("only the command line and the stack print",
                    noClasses().that(outside(TOOLS)).should().accessField(System.class, "out").orShould()
                            .accessField(System.class, "err")),
            HouseRule.of("configuration comes through properties",
                    noClasses().that(outside(TOOLS)).should().callMethod(System.class, "getenv", String.class)
                            .orShould().callMethod(System.class, "getenv")),
            HouseRule.of("nobody reads serialized objects",
                    noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class)),
            HouseRule.of("time comes from a clock",
                    noClasses().that(outside(TOOLS)).should().callMethod(Instant.class, "now").orShould()
                            .callMethod(LocalDate.class, "now").orShould().callMethod(LocalDateTime.class, "now")
                            .orShould().callMethod(System.class, "currentTimeMillis").orShould()
                            .callMethod(Clock.class, "systemDefaultZone")),
            HouseRule.of("Tribuo stays where models are trained, evaluated or served",
                    noClasses().that(outside(together(Rooms.TRIBUO, rooms("training.tribuo")))).should()
                            .dependOnClassesThat(in("org.tribuo..", "com.oracle.labs.."))),
            HouseRule.of("the object store hides the S3 client",
                    noClasses().that(outside(rooms("storage", "stack"))).should()
                            .dependOnClassesThat(in("io.minio..", "okhttp3.."))),
            // They meet in facts, in tables that their owner grants, and in objects: those contracts are tested. The console
            // is a client of all, as the command line is. A lineage server is nobody of ours, and is told, not asked.
            HouseRule.of("services ask each other nothing over HTTP",
                    noClasses().that(outside(together(TOOLS, rooms("storage", "console.platform", "work.lineage"))))
                            .should()
                            .dependOnClassesThat(in("java.net.http..", "org.springframework.web.client..",
                                    "org.springframework.web.reactive.function.client.."))),
            HouseRule.of("SQL stays in repositories",
                    noClasses().that(DescribedPredicate.describe("are no repository",
                            type -> !isRepository(type))).and(outside(
                                    together(TOOLS, rooms("sql",
                                            "ingestion.partition", "ingestion.source", "ingestion.sandbox"))))
                            .should().dependOnClassesThat(
                                    in("java.sql..", "org.postgresql..", "org.springframework.jdbc.."))),
            HouseRule.of("Kafka stays in messaging",
                    noClasses().that().haveSimpleNameNotEndingWith("Listener").and()
                            .haveSimpleNameNotEndingWith("Publisher").and(outside(rooms("work", "event", "stack")))
                            .should().dependOnClassesThat(in("org.apache.kafka..", "org.springframework.kafka..",
                                    "org.springframework.cloud.stream.."))),
            HouseRule.of("only web maps exceptions to HTTP",
                    noClasses().that(outside(rooms("web", "realtime.protocol"))).should().dependOnClassesThat()
                            .haveFullyQualifiedName("org.springframework.web.bind.annotation.ExceptionHandler")
                            .orShould().dependOnClassesThat()
                            .haveFullyQualifiedName("org.springframework.web.server.ResponseStatusException")),
            HouseRule.of("every exception that leaves a package carries a code",
                    // What a learner throws, or a kernel that is too large, is an answer to the contest, which goes on without
                    // it: no caller sees it.
                    classes().that().areAssignableTo(Exception.class).and().arePublic()
                            .and(outside(together(TOOLS, rooms("training.learner", "kernel")))).should()
                            .haveSimpleName("ManyModelsException")),
            HouseRule.of("nothing in common-lib is found by scanning",
                    noClasses().that(in(SHARED)).should()
                            .beAnnotatedWith("org.springframework.stereotype.Component").orShould()
                            .beAnnotatedWith("org.springframework.stereotype.Service").orShould()
                            .beAnnotatedWith("org.springframework.stereotype.Repository").orShould()
                            .beAnnotatedWith("org.springframework.context.annotation.ComponentScan")));

    private BoundaryRules() {}

    private static DescribedPredicate<JavaClass> outside(String... patterns) {
        return DescribedPredicate.not(in(patterns));
    }

    /** A repository, what is nested in one, or what wires one. */
    private static boolean isRepository(JavaClass type) {
        return type.getSimpleName().endsWith("Repository") || type.getName().contains("Repository$")
                || type.getSimpleName().endsWith("Configuration");
    }
}
