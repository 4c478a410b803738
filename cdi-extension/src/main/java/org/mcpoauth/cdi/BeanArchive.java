package org.mcpoauth.cdi;

import jakarta.enterprise.context.Dependent;

/**
 * The one bean that is found in this archive; all others are made by the extension. WildFly shows the beans of the
 * container, such as the HTTP request, only to classes of archives in which it has found a bean.
 */
@Dependent
final class BeanArchive {}
