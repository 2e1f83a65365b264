package io.manymodels.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The house rules of CONTRIBUTING.md. */
class ArchitectureTest {

    private static final List<String> SERVICES = Modules.SERVICES;
    private static final String[] VOCABULARY = {"io.manymodels.problem..", "io.manymodels.key..",
            "io.manymodels.family..", "io.manymodels.metric..", "io.manymodels.rows..", "io.manymodels.event..",
            "io.manymodels.run.."};
    private static final String[] ALGORITHM = {"io.manymodels.features..", "io.manymodels.model.."};
    private static final String[] ADAPTERS = {"io.manymodels.sql..", "io.manymodels.catalog..", "io.manymodels.lake..",
            "io.manymodels.artefact..", "io.manymodels.registry..", "io.manymodels.storage..", "io.manymodels.web.."};
    private static final String[] WORK = {"io.manymodels.work.."};
    private static final String[] SHARED = Stream.of(VOCABULARY, ALGORITHM, ADAPTERS, WORK).flatMap(Stream::of)
            .toArray(String[]::new);

    @Nested
    class Dependencies {

        @ParameterizedTest
        @FieldSource("io.manymodels.verification.Modules#SERVICES")
        void aServiceDependsOnNoOtherService(String service) {
            String[] others = SERVICES.stream().filter(other -> !other.equals(service))
                    .map(other -> "io.manymodels." + other + "..").toArray(String[]::new);
            check(noClasses().that().resideInAPackage("io.manymodels." + service + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(others));
        }

        @Test
        void theSharedVocabularyDependsOnNoService() {
            String[] services = SERVICES.stream().map(service -> "io.manymodels." + service + "..")
                    .toArray(String[]::new);
            check(noClasses().that().resideInAnyPackage(SHARED).should().dependOnClassesThat()
                    .resideInAnyPackage(services));
        }

        @Test
        void commonLibIsLayered() {
            check(layeredArchitecture().consideringOnlyDependenciesInLayers().layer("vocabulary")
                    .definedBy(VOCABULARY).layer("algorithm").definedBy(ALGORITHM).layer("adapters")
                    .definedBy(ADAPTERS).layer("work").definedBy(WORK).whereLayer("work")
                    .mayOnlyAccessLayers("adapters", "algorithm", "vocabulary")
                    .whereLayer("adapters").mayOnlyAccessLayers("algorithm", "vocabulary").whereLayer("algorithm")
                    .mayOnlyAccessLayers("vocabulary").whereLayer("vocabulary").mayNotAccessAnyLayer());
        }

        @Test
        void vocabularyAndAlgorithmNeedNoFramework() {
            check(noClasses().that().resideInAnyPackage(VOCABULARY).or().resideInAnyPackage(ALGORITHM).should()
                    .dependOnClassesThat().resideInAnyPackage("org.springframework..", "jakarta..", "java.sql..",
                            "org.postgresql..", "io.minio..", "org.apache.kafka..", "com.google.."));
        }

        @Test
        void packagesOfCommonLibFormNoCycles() {
            check(slices().matching("io.manymodels.(*)..").should().beFreeOfCycles());
        }

        @Test
        void nothingDependsOnTheLocalStack() {
            check(noClasses().that().resideOutsideOfPackage("io.manymodels.stack..").should().dependOnClassesThat()
                    .resideInAPackage("io.manymodels.stack.."));
        }

        @ParameterizedTest
        @FieldSource("io.manymodels.verification.Modules#SERVICES")
        void featuresFormNoCycles(String service) {
            check(slices().matching("io.manymodels." + service + ".(*)..").should().beFreeOfCycles());
        }
    }

    @Nested
    class Boundaries {

        @Test
        void controllersListenersAndRepositoriesArePackagePrivate() {
            check(classes().that().haveSimpleNameEndingWith("Controller").or().haveSimpleNameEndingWith("Listener").or()
                    .haveSimpleNameEndingWith("Repository").and(areOfAService()).should().notBePublic());
        }

        @Test
        void noFieldInjection() {
            check(fields().should().notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                    .andShould()
                    .notBeAnnotatedWith("jakarta.inject.Inject").andShould()
                    .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value"));
        }

        @Test
        void onlyTheCommandLineAndTheStackPrint() {
            check(noClasses().that().resideOutsideOfPackages("io.manymodels.cli..", "io.manymodels.stack..").should()
                    .accessField(System.class, "out").orShould().accessField(System.class, "err"));
        }

        @Test
        void configurationComesThroughProperties() {
            check(noClasses().that().resideOutsideOfPackages("io.manymodels.cli..", "io.manymodels.stack..").should()
                    .callMethod(System.class, "getenv", String.class).orShould().callMethod(System.class, "getenv"));
        }

        @Test
        void nobodyReadsSerializedObjects() {
            check(noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
        }

        @Test
        void timeComesFromAClock() {
            check(noClasses().that().resideOutsideOfPackages("io.manymodels.cli..", "io.manymodels.stack..").should()
                    .callMethod(Instant.class, "now").orShould().callMethod(LocalDate.class, "now").orShould()
                    .callMethod(LocalDateTime.class, "now").orShould().callMethod(System.class, "currentTimeMillis")
                    .orShould().callMethod(Clock.class, "systemDefaultZone"));
        }

        @Test
        void eventContractsDependOnTheJdkAndJSpecifyAlone() {
            check(classes().that().resideInAPackage("io.manymodels.event..").should().onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.jspecify..", "io.manymodels.event.."));
        }

        @Test
        void ruleEvaluationAndFeatureBuildingImportNoSpring() {
            check(noClasses().that().resideInAnyPackage("io.manymodels.features..", "io.manymodels.promotion.gate..",
                    "io.manymodels.promotion.rule..", "io.manymodels.training.learner..",
                    "io.manymodels.training.contest..",
                    "io.manymodels.training.preparation..", "io.manymodels.training.calibration..",
                    "io.manymodels.training.shared..", "io.manymodels.training.plain..",
                    "io.manymodels.training.linear..",
                    "io.manymodels.training.tree..").should().dependOnClassesThat()
                    .resideInAPackage("org.springframework.."));
        }

        @Test
        void tribuoStaysWhereModelsAreTrainedEvaluatedOrServed() {
            check(noClasses().that()
                    .resideOutsideOfPackages("io.manymodels.model..", "io.manymodels.features..",
                            "io.manymodels.tribuo..", "io.manymodels.training.tribuo..")
                    .should().dependOnClassesThat().resideInAnyPackage("org.tribuo..", "com.oracle.labs.."));
        }

        @Test
        void theObjectStoreHidesTheS3Client() {
            check(noClasses().that().resideOutsideOfPackages("io.manymodels.storage..", "io.manymodels.stack..")
                    .should()
                    .dependOnClassesThat().resideInAnyPackage("io.minio..", "okhttp3.."));
        }

        @Test
        void sqlStaysInRepositories() {
            check(noClasses().that(are(DescribedPredicate.not(simpleName("BulkCopy"))))
                    .and(are(DescribedPredicate.not(nestedInARepository()))).and()
                    .haveSimpleNameNotEndingWith("Repository")
                    .and().haveSimpleNameNotEndingWith("Configuration")
                    .and().resideOutsideOfPackages("io.manymodels.stack..", "io.manymodels.cli..",
                            "io.manymodels.ingestion.partition..", "io.manymodels.ingestion.source..")
                    .should().dependOnClassesThat(resideInAnyPackage("java.sql..", "org.postgresql..",
                            "org.springframework.jdbc..")));
        }

        @Test
        void kafkaStaysInMessaging() {
            check(noClasses().that().haveSimpleNameNotEndingWith("Listener").and()
                    .haveSimpleNameNotEndingWith("Publisher")
                    .and()
                    .resideOutsideOfPackages("io.manymodels.work..", "io.manymodels.event..", "io.manymodels.stack..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..",
                            "org.springframework.cloud.stream..")));
        }

        @Test
        void onlyWebMapsExceptionsToHttp() {
            check(noClasses().that().resideOutsideOfPackages("io.manymodels.web..", "io.manymodels.realtime.protocol..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("org.springframework.web.bind.annotation.ExceptionHandler")
                    .orShould().dependOnClassesThat()
                    .haveFullyQualifiedName("org.springframework.web.server.ResponseStatusException"));
        }

        @Test
        void everyExceptionThatLeavesAPackageCarriesACode() {
            check(classes().that().areAssignableTo(Exception.class).and().arePublic().and()
                    .resideOutsideOfPackages("io.manymodels.cli..", "io.manymodels.stack..").should()
                    .haveSimpleName("ManyModelsException"));
        }

        @Test
        void namesSayWhatAThingIs() {
            String vague = ".*(Util|Utils|Helper|Common|Manager|Misc|Impl)";
            check(noClasses().should().haveSimpleNameEndingWith("Impl").orShould().haveNameMatching(vague).orShould()
                    .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..",
                            "..misc.."));
        }
    }

    @Nested
    class SharedVocabulary {

        @Test
        void everyPublicTypeIsUsedByTwoServicesOrMore() {
            List<String> strays = new ArrayList<>();
            for (JavaClass type : Modules.ALL.that(resideInAnyPackage(SHARED))) {
                // Facts are read by listeners outside this house too.
                if (!type.isTopLevelClass() || type.getPackageName().equals("io.manymodels.event")
                        || !type.getModifiers().contains(JavaModifier.PUBLIC)
                        || type.getSimpleName().equals("package-info")) {
                    continue;
                }
                Set<String> users = users(type, new HashSet<>());
                if (users.size() < 2) {
                    strays.add(type.getName() + " is used by " + users);
                }
            }
            assertThat(strays).as("public types of common-lib that belong into the one service that uses them")
                    .isEmpty();
        }

        /** Services that use the type, be it through other types of common-lib. */
        private static Set<String> users(JavaClass type, Set<JavaClass> seen) {
            Set<String> services = new HashSet<>();
            if (!seen.add(type)) {
                return services;
            }
            type.getDirectDependenciesToSelf().stream().map(dependency -> dependency.getOriginClass()).distinct()
                    .forEach(origin -> {
                        String part = origin.getPackageName().split("\\.").length > 2
                                ? origin.getPackageName().split("\\.")[2]
                                : "";
                        if (SERVICES.contains(part)) {
                            services.add(part);
                        } else if (!part.equals("cli") && !part.equals("stack")) {
                            services.addAll(users(origin, seen));
                        }
                    });
            return services;
        }

        @Test
        void everyPackageSaysWhatItHolds() throws IOException {
            List<String> silent = new ArrayList<>();
            try (Stream<Path> files = Files.walk(Modules.root())) {
                for (Path folder : files.filter(Files::isDirectory)
                        .filter(f -> f.toString().contains("/src/main/java/"))
                        .filter(ArchitectureTest::holdsJava).toList()) {
                    Path description = folder.resolve("package-info.java");
                    if (!Files.exists(description) || !Files.readString(description).contains("@NullMarked")) {
                        silent.add(Modules.root().relativize(folder).toString());
                    }
                }
            }
            assertThat(silent).as("packages without a package-info that is @NullMarked").isEmpty();
        }

        @Test
        void nothingInTheSharedVocabularyIsFoundByScanning() {
            check(noClasses().that().resideInAnyPackage(SHARED).should()
                    .beAnnotatedWith("org.springframework.stereotype.Component").orShould()
                    .beAnnotatedWith("org.springframework.stereotype.Service").orShould()
                    .beAnnotatedWith("org.springframework.stereotype.Repository").orShould()
                    .beAnnotatedWith("org.springframework.context.annotation.ComponentScan"));
        }
    }

    @ParameterizedTest
    @FieldSource("io.manymodels.verification.Modules#SERVICES")
    void theRootPackageOfAServiceHoldsItsApplicationClassAlone(String service) {
        String expected = service.substring(0, 1).toUpperCase(Locale.ROOT) + service.substring(1) + "Application";
        check(classes().that().resideInAPackage("io.manymodels." + service).and().areTopLevelClasses().and()
                .doNotHaveSimpleName("package-info").should().haveSimpleName(expected));
    }

    private static boolean holdsJava(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> areOfAService() {
        return resideInAnyPackage(SERVICES.stream().map(service -> "io.manymodels." + service + "..")
                .toArray(String[]::new)).as("of a service");
    }

    private static DescribedPredicate<JavaClass> nestedInARepository() {
        return DescribedPredicate.describe("nested in a repository", type -> type.getEnclosingClass()
                .map(outer -> outer.getSimpleName().endsWith("Repository") || outer.getSimpleName().equals("BulkCopy"))
                .orElse(false) || type.getName().contains("Repository$"));
    }

    private static void check(ArchRule rule) {
        rule.check(Modules.ALL);
    }
}
