/** Runs and tasks as a whole: the one configuration that a service imports to own runs. */
@NullMarked
package io.manymodels.work;

import org.jspecify.annotations.NullMarked;
