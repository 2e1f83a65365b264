package io.manymodels.verification.architecture;

import java.util.List;
import java.util.stream.Stream;

/** All rules of the house. */
final class HouseRules {

    static final List<HouseRule> ALL = Stream.of(DependencyRules.ALL, BoundaryRules.ALL, NamingRules.ALL)
            .flatMap(List::stream).toList();

    private HouseRules() {}
}
