/** The pages of cycles, live while they run. */
@NullMarked
package io.manymodels.console.cycle;

import org.jspecify.annotations.NullMarked;
