package io.manymodels.verification.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * A rule of the house.
 *
 * @param name says what is so when nobody breaks it
 * @param violations what breaks it in a set of classes, a line each
 */
record HouseRule(String name, Function<JavaClasses, List<String>> violations) {

    /** A rule in ArchUnit's words; where it speaks of no class at all, it holds. */
    static HouseRule of(String name, ArchRule rule) {
        return new HouseRule(name,
                classes -> rule.allowEmptyShould(true).evaluate(classes).getFailureReport().getDetails());
    }

    @Override
    public String toString() {
        return name;
    }
}
