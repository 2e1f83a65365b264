/** Child processes of the stack: started, watched, started again when they die, ended in order. */
@NullMarked
package io.manymodels.stack.process;

import org.jspecify.annotations.NullMarked;
