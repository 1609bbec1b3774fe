/**
 * The pages that people open in a browser, at {@code /}. They are written in TypeScript in {@code
 * src/main/web}; the build makes a few files of them, which stand in the jar beside this package
 * and are handed out from memory. The pages know nothing but the REST API below {@code /v1}.
 */
@NullMarked
package posthorn.mailbox.pages;

import org.jspecify.annotations.NullMarked;
