const { NODE_COMPILE_CACHE } = process.env;

/** For the environment of a program that a test starts: what one of them compiled the next need not. */
export const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
