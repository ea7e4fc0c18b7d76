using 'main.bicep'

import { dev } from 'environments.bicep'

param environmentName = 'dev'
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param environment = dev
param consultantsGroupId = readEnvironmentVariable('KPI_CONSULTANTS_GROUP', '')
