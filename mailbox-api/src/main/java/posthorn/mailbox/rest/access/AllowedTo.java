package posthorn.mailbox.rest.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a resource's method who may call it. A method without it is for nobody. It says nothing
 * of the objects that the call is about: for those there is {@link Access}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AllowedTo {
    /** The roles, each of which is enough. */
    Role[] value();
}
