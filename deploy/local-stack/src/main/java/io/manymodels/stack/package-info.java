/** The local stack: infrastructure and services of one machine. The services' tests use {@link EmbeddedInfrastructure}. */
@NullMarked
package io.manymodels.stack;

import org.jspecify.annotations.NullMarked;
