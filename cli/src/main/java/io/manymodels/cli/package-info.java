/** The command line of the platform. */
@NullMarked
package io.manymodels.cli;

import org.jspecify.annotations.NullMarked;
