package io.manymodels.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.manymodels.verification.architecture.Rooms.ADAPTERS;
import static io.manymodels.verification.architecture.Rooms.ALGORITHM;
import static io.manymodels.verification.architecture.Rooms.SERVICES;
import static io.manymodels.verification.architecture.Rooms.SHARED;
import static io.manymodels.verification.architecture.Rooms.TRIBUO;
import static io.manymodels.verification.architecture.Rooms.VOCABULARY;
import static io.manymodels.verification.architecture.Rooms.WORK;
import static io.manymodels.verification.architecture.Rooms.in;
import static io.manymodels.verification.architecture.Rooms.rooms;
import static io.manymodels.verification.architecture.Rooms.together;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.manymodels.verification.Modules;
import java.util.ArrayList;
import java.util.List;

/** Who may depend on whom. */
final class DependencyRules {

    static final List<HouseRule> ALL = List.of(
            new HouseRule("a service depends on no other service", DependencyRules::servicesOnServices),
            new HouseRule("features of a service form no cycles", DependencyRules::cyclesInServices),
            HouseRule.of("common-lib depends on no service",
                    noClasses().that(in(together(SHARED, TRIBUO))).should().dependOnClassesThat(in(SERVICES))),
            HouseRule.of("kernels of Tribuo need features and models alone of this house",
                    noClasses().that(in(TRIBUO)).should().dependOnClassesThat(in(together(ADAPTERS, WORK)))),
            HouseRule.of("common-lib is layered: vocabulary, algorithm, adapters, work",
                    layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
                            .layer("vocabulary").definedBy(VOCABULARY).layer("algorithm").definedBy(ALGORITHM)
                            .layer("adapters").definedBy(ADAPTERS).layer("work").definedBy(WORK)
                            .whereLayer("work").mayOnlyAccessLayers("adapters", "algorithm", "vocabulary")
                            .whereLayer("adapters").mayOnlyAccessLayers("algorithm", "vocabulary")
                            .whereLayer("algorithm").mayOnlyAccessLayers("vocabulary")
                            .whereLayer("vocabulary").mayNotAccessAnyLayer()),
            HouseRule.of("packages form no cycles", slices().matching("io.manymodels.(*)..").should().beFreeOfCycles()),
            HouseRule.of("nothing depends on the local stack",
                    noClasses().that(DescribedPredicate.not(in(rooms("stack")))).should()
                            .dependOnClassesThat(in(rooms("stack")))),
            HouseRule.of("the vocabulary needs the JDK and Jackson alone",
                    classes().that(in(VOCABULARY)).should()
                            // cron-utils reads what a schedule says; Spring, which runs it, has no place here.
                            .onlyDependOnClassesThat(in(together(VOCABULARY, library("java", "org.jspecify",
                                    "tools.jackson", "com.fasterxml.jackson.annotation", "com.cronutils"))))),
            HouseRule.of("features and models need the vocabulary, the JDK and Jackson alone",
                    classes().that(in(ALGORITHM)).should()
                            .onlyDependOnClassesThat(in(together(VOCABULARY, ALGORITHM, library("java",
                                    "org.jspecify", "tools.jackson", "com.fasterxml.jackson.annotation"))))),
            HouseRule.of("facts depend on the JDK and JSpecify alone",
                    classes().that(in(rooms("event"))).should()
                            .onlyDependOnClassesThat(in(together(rooms("event"), library("java", "org.jspecify"))))),
            HouseRule.of("rules, features and learners import no Spring",
                    noClasses().that(in(rooms("features", "promotion.gate", "promotion.rule", "training.learner",
                            "training.contest", "training.preparation", "training.calibration", "training.shared",
                            "training.plain", "training.linear", "training.series", "training.tree")))
                            .should().dependOnClassesThat(in(library("org.springframework")))));

    private DependencyRules() {}

    private static String[] library(String... packages) {
        String[] patterns = packages.clone();
        for (int i = 0; i < patterns.length; i++) {
            patterns[i] = patterns[i] + "..";
        }
        return patterns;
    }

    private static List<String> servicesOnServices(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String service : Modules.APPLICATIONS) {
            DescribedPredicate<JavaClass> another = DescribedPredicate.describe("of another service",
                    type -> Rooms.isOfAService(type) && !Rooms.of(type).equals(service));
            found.addAll(HouseRule.of(service,
                    noClasses().that(in(rooms(service))).should().dependOnClassesThat(another)).violations()
                    .apply(classes));
        }
        return found;
    }

    private static List<String> cyclesInServices(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String service : Modules.APPLICATIONS) {
            found.addAll(HouseRule.of(service,
                    slices().matching("io.manymodels." + service + ".(*)..").should().beFreeOfCycles()).violations()
                    .apply(classes));
        }
        return found;
    }
}
