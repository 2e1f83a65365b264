/** The facts that services tell each other, as CloudEvents on Kafka. Used by every service. */
@NullMarked
package io.manymodels.event;

import org.jspecify.annotations.NullMarked;
