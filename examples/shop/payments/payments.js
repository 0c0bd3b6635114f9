// The component: the contract's interface over the contract that it is given.

import { send } from 'wae:http/client@0.1.0';
import { gatewayBy } from './gateway.js';

export const gateway = gatewayBy(send, () => new Date());
