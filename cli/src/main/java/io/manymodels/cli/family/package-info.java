/** Family specs: apply, families. */
@NullMarked
package io.manymodels.cli.family;

import org.jspecify.annotations.NullMarked;
